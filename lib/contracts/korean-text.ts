import type { CampusEventData, CampusEventType } from "./campus-events";

/** The contracts in Korean: of each type and of each of its fields, as the schemas say it in English. */
type Texts = { [T in CampusEventType]: { text: string; fields: Record<keyof CampusEventData[T] & string, string> } };

export const koreanContracts: Texts = {
  "org-unit.defined": {
    text: "기관, 단과대학 또는 학과의 현재 상태.",
    fields: { orgUnit: "조직 ID", name: "이름", nameKo: "한국어 이름", kind: "조직 종류", parent: "상위 조직" },
  },
  "term.defined": {
    text: "학기와 그 기간.",
    fields: {
      term: "학기 ID",
      name: "이름",
      academicYear: "소속 학년도",
      startsOn: "첫날",
      endsOn: "마지막 날, 첫날보다 앞설 수 없음",
      censusOn: "재적 인원을 세는 기준일. 없으면 첫날",
    },
  },
  "program.defined": {
    text: "전공(학위 과정)의 현재 상태.",
    fields: { program: "전공 ID", name: "이름", orgUnit: "소속 조직", level: "학사, 석사 등" },
  },
  "course.defined": {
    text: "교과목의 현재 상태. 다른 조직으로 옮기면 과거 기록도 함께 옮겨집니다.",
    fields: { course: "교과목 ID", title: "교과목명", orgUnit: "소속 조직", credits: "학점 수. 성적에 학점 수가 없을 때 사용" },
  },
  "section.defined": {
    text: "한 학기에 개설된 분반.",
    fields: {
      section: "분반 ID",
      course: "교과목",
      term: "학기",
      instructors: "담당 교수. 이 분반을 볼 수 있음",
      mode: "수업 방식",
      meetingsPlanned: "학기 중 예정된 수업 횟수. 결석 한도는 이 횟수를 기준으로 함",
      scale: "성적 척도",
    },
  },
  "person.defined": {
    text: "사람의 신원. 본인의 키로 암호화되어 금고에만 보관됩니다.",
    fields: {
      person: "사람 ID. student, instructors, advisor에 쓰는 것과 같음",
      name: "성명",
      email: "이메일 주소",
      birthDate: "생년월일",
      kind: "구성원 구분",
    },
  },
  "student.defined": {
    text: "학생 정보의 한 판. time의 현지 날짜부터 유효하며, 첫 판은 그 이전 날짜에도 적용됩니다.",
    fields: {
      student: "학생 ID",
      program: "전공",
      yearOfStudy: "학년",
      admittedOn: "입학일",
      advisor: "지도교수. 이 학생을 볼 수 있음",
      attributes: "그 밖의 정보. 학생의 키로 암호화",
    },
  },
  "enrollment.changed": {
    text: "학생의 분반 수강 상태.",
    fields: { section: "분반", student: "학생", status: "그날부터의 상태", effectiveOn: "적용 시작일", reason: "사유. 학생의 키로 암호화" },
  },
  "registration.changed": {
    text: "학생의 학적 상태. 중도탈락률은 여기서 계산합니다.",
    fields: {
      student: "학생",
      term: "학기",
      program: "이 등록의 전공. 없으면 기준일의 전공",
      status: "그날부터의 상태",
      effectiveOn: "적용 시작일",
      reason: "사유. 학생의 키로 암호화",
    },
  },
  "meeting.changed": {
    text: "수업 한 번의 현재 상태. 날짜를 옮기면 출석 기록도 함께 옮겨집니다.",
    fields: {
      meeting: "수업 ID",
      section: "분반",
      startsAt: "시작 시각. 현지 날짜가 출석을 집계하는 날",
      status: "실시된 수업만 집계",
    },
  },
  "attendance.recorded": {
    text: "출석부 한 줄.",
    fields: { meeting: "수업", student: "학생", status: "출결 상태" },
  },
  "assessment.defined": {
    text: "채점 대상이 되는 평가.",
    fields: {
      assessment: "평가 ID",
      section: "분반",
      title: "제목",
      kind: "시험, 보고서 등",
      weight: "현재 성적에서의 비중",
      maxScore: "만점",
      dueOn: "마감일",
    },
  },
  "score.recorded": {
    text: "학생의 점수.",
    fields: { assessment: "평가", student: "학생", score: "점수. null이면 취소", submittedOn: "제출일" },
  },
  "grade.posted": {
    text: "분반에서 학생이 받은 성적.",
    fields: {
      section: "분반",
      student: "학생",
      scale: "척도: 4.5, 4.3, 4.0, band 또는 자체 척도",
      letter: "척도의 등급",
      points: "평점. 없으면 척도가 등급에 주는 값",
      credits: "학점 수. 없으면 교과목의 값, 그것도 없으면 1",
      state: "잠정과 확정은 섞지 않음",
    },
  },
  "activity.observed": {
    text: "학생의 온라인 활동. 학생, 분반, 현지 날짜, 종류별로 더합니다.",
    fields: { student: "학생", section: "분반(해당하는 경우)", kind: "토론 등 활동 종류", count: "횟수. 없으면 1" },
  },
  "contact.noted": {
    text: "학생과의 연락.",
    fields: { contact: "연락 ID", student: "학생", channel: "전화, 메일 등", note: "나눈 내용. 학생의 키로 암호화" },
  },
};
