"""Small consultations for the tests: what people of a district might write, by theme."""

from nlp.results import Text

QUESTION = "우리 동네에서 무엇을 먼저 바꾸면 좋을까요?"

PARKING = """주차장이 너무 부족해서 퇴근하면 주차 자리를 찾아 삼십 분씩 돕니다
골목마다 불법 주차 때문에 소방차가 못 들어가요. 주차 단속 좀 해주세요
공영 주차장을 더 지어 주세요. 주민 주차 공간이 모자랍니다
불법 주차 단속을 밤에도 했으면 합니다
학교 운동장을 밤에 주차장으로 열어 주세요
주차 요금이 비싸서 공영 주차장을 못 씁니다
거주자 우선 주차 구역을 늘려 주세요""".splitlines()

BUS = """마을버스 배차 간격이 너무 깁니다
아침 출근 시간에 버스가 만원이라 두 대는 그냥 보내요
버스 정류장에 지붕이 없어서 비 오는 날 힘들어요
마을버스 노선을 지하철역까지 이어 주세요
막차 버스 시간이 너무 빨라요
버스 정류장 안내판이 고장 난 지 오래입니다
심야 버스 노선이 우리 동네에도 있으면 해요""".splitlines()

PARK = """공원 화장실이 더러워서 아이를 데려가기 어렵습니다
공원에 가로등이 없어서 밤에 산책하기 무서워요
공원 벤치가 다 부서졌어요
공원 화장실을 밤에도 열어 주세요
어린이 공원 놀이기구가 낡아서 위험해 보입니다
공원에 운동기구를 더 놓아 주세요
반려견과 산책할 수 있는 공원이 필요합니다""".splitlines()

LIBRARY = """도서관이 밤 열 시까지 문을 열면 좋겠어요
도서관 열람실 자리가 늘 모자랍니다
작은 도서관에 어린이 책이 적어요
도서관 주말 강좌를 늘려 주세요
도서관에 노트북 쓸 자리가 필요해요
우리 동에는 도서관이 없어서 옆 동까지 갑니다""".splitlines()

TRASH = """쓰레기 무단 투기가 심해서 골목에 냄새가 나요
재활용 쓰레기 수거를 일주일에 두 번 해주세요
쓰레기 봉투를 고양이가 다 찢어 놓습니다
음식물 쓰레기 수거함이 너무 멀어요
쓰레기 무단 투기 단속 카메라를 달아 주세요
담배꽁초와 쓰레기가 하수구를 막아요""".splitlines()

ALONE = ["외국인 노동자를 위한 통역 창구가 있었으면 해요", "ㅋㅋㅋㅋ", "👍👍"]

KOREAN_THEMES = (PARKING, BUS, PARK, LIBRARY, TRASH)

ENGLISH_THEMES = (
    """We need more bike lanes on the main road
Cyclists are not safe, please build protected bike lanes
A bike lane near the school would keep children safe
Bike parking at the station is always full
The bike lanes end in the middle of nowhere""".splitlines(),
    """Rents are rising too fast for young families
We need affordable housing for students and workers
Landlords raise the rent every year
Build more affordable apartments close to the center
Housing costs push people out of town""".splitlines(),
    """The library should open on Sundays
More English books in the public library please
The library needs more seats for students
Library opening hours are too short
I would love story time at the library""".splitlines(),
)


def texts(*themes: list[str], prefix: str = "") -> list[Text]:
    """Opinions with ids that count up through the themes."""
    said = [text for theme in themes for text in theme]
    return [Text(f"{prefix}{number:03}", text) for number, text in enumerate(said)]
