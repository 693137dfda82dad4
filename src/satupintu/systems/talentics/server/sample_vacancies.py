"""What the sandbox's sample jobs are about: professions, and vacancies with places as people write them.

Everything here is invented, except the places. Nothing depends on the day the sandbox starts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

FULL_TIME, PART_TIME, CONTRACT, INTERNSHIP, UNEXPLAINED = 1, 2, 3, 4, 9
"""Values of `type`. Only 1 is published; the meanings are ours, and the last one has none."""

State = Literal["open", "closed", "suspended", "private"]


@dataclass(frozen=True, slots=True)
class Profession:
    """A profession with what its jobs are about, in Indonesian and in English."""

    id: int
    cluster_id: int
    industry_id: int
    name: str
    slug: str
    duties: tuple[str, str, str]
    duties_in_english: tuple[str, str, str]
    requirement: str


WAREHOUSE: Final = Profession(
    21, 3, 9, "Warehouse Staff", "warehouse-staff",
    ("Menerima dan memeriksa barang masuk", "Menyusun stok sesuai label", "Melakukan stock opname setiap bulan"),
    ("Receive and check incoming goods", "Store stock by its label", "Take part in the monthly count"),
    "SMA/SMK sederajat, teliti, sanggup bekerja shift",
)  # fmt: skip
DRIVER: Final = Profession(
    24, 3, 9, "Driver", "driver",
    ("Mengantar barang ke pelanggan", "Merawat kendaraan", "Mencatat surat jalan"),
    ("Deliver goods to customers", "Keep the vehicle in order", "Keep the delivery notes"),
    "Memiliki SIM B1 yang masih berlaku",
)  # fmt: skip
OPERATOR: Final = Profession(
    31, 4, 16, "Production Operator", "production-operator",
    ("Mengoperasikan mesin produksi", "Menjaga target harian", "Melaporkan kerusakan mesin"),
    ("Run production machines", "Meet the daily target", "Report defects"),
    "SMK teknik, sehat jasmani, bersedia lembur",
)  # fmt: skip
QUALITY: Final = Profession(
    2, 4, 16, "Quality Control", "quality-control",
    ("Memeriksa mutu hasil produksi", "Membuat laporan ketidaksesuaian", "Mengusulkan perbaikan"),
    ("Inspect finished products", "Write nonconformity reports", "Propose improvements"),
    "D3 teknik industri atau kimia, memahami ISO 9001",
)  # fmt: skip
PROGRAMMER: Final = Profession(
    597, 6, 6, "Programmer", "programmer",
    ("Mengembangkan layanan backend", "Menulis uji otomatis", "Menjaga keandalan sistem"),
    ("Build backend services", "Write automated tests", "Keep systems reliable"),
    "S1 informatika atau setara, menguasai Python atau Go",
)  # fmt: skip
ANALYST: Final = Profession(
    603, 6, 6, "Data Analyst", "data-analyst",
    ("Menyiapkan data penjualan", "Membuat dasbor", "Menyampaikan temuan kepada manajemen"),
    ("Prepare sales data", "Build dashboards", "Present findings to management"),
    "S1 statistika atau matematika, mahir SQL",
)  # fmt: skip
SALES: Final = Profession(
    41, 5, 12, "Sales Executive", "sales-executive",
    ("Mencari pelanggan baru", "Menjaga hubungan dengan toko", "Mencapai target penjualan"),
    ("Find new customers", "Look after existing outlets", "Reach the sales target"),
    "Minimal SMA, memiliki SIM C, komunikatif",
)  # fmt: skip
CASHIER: Final = Profession(
    44, 5, 12, "Cashier", "cashier",
    ("Melayani pembayaran", "Menghitung kas di akhir shift", "Menata area kasir"),
    ("Serve customers at the till", "Count the cash after each shift", "Keep the counter tidy"),
    "SMA/SMK sederajat, jujur dan ramah",
)  # fmt: skip
ACCOUNTANT: Final = Profession(
    52, 7, 14, "Accountant", "accountant",
    ("Menyusun laporan keuangan", "Menghitung pajak bulanan", "Mendampingi audit"),
    ("Prepare financial statements", "Calculate monthly taxes", "Support the audit"),
    "S1 akuntansi, Brevet A dan B lebih disukai",
)  # fmt: skip
RECRUITER: Final = Profession(
    55, 7, 14, "Human Resources Officer", "human-resources-officer",
    ("Menyaring pelamar", "Mengurus administrasi karyawan", "Menyiapkan pelatihan"),
    ("Screen applicants", "Keep personnel records", "Organise training"),
    "S1 psikologi atau hukum, memahami UU Ketenagakerjaan",
)  # fmt: skip
NURSE: Final = Profession(
    63, 8, 19, "Nurse", "nurse",
    ("Memberi pelayanan kesehatan karyawan", "Mencatat rekam medis", "Menyiapkan obat"),
    ("Care for employees' health", "Keep medical records", "Prepare medicine"),
    "D3 keperawatan, STR aktif",
)  # fmt: skip
COOK: Final = Profession(
    71, 9, 21, "Cook", "cook",
    ("Menyiapkan bahan", "Memasak sesuai resep", "Menjaga kebersihan dapur"),
    ("Prepare ingredients", "Cook by the recipes", "Keep the kitchen clean"),
    "SMK tata boga, memahami higiene makanan",
)  # fmt: skip
TECHNICIAN: Final = Profession(
    34, 4, 17, "Maintenance Technician", "maintenance-technician",
    ("Merawat panel listrik", "Memperbaiki mesin pendingin", "Menyusun jadwal perawatan"),
    ("Maintain electrical panels", "Repair cooling units", "Plan maintenance"),
    "SMK listrik atau D3 elektro, bersedia siaga",
)  # fmt: skip
TEACHER: Final = Profession(
    82, 10, 23, "Trainer", "trainer",
    ("Menyusun materi pelatihan", "Mengajar di kelas", "Menilai hasil belajar"),
    ("Write training material", "Teach classes", "Assess results"),
    "S1 pendidikan, fasih berbahasa Inggris",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Vacancy:
    """One sample job. `salary` is a rupiah range per month, `due_in` days from the sandbox's start."""

    title: str
    location: str
    profession: Profession
    type: int
    min_experience: int
    salary: tuple[int | None, int | None]
    due_in: int
    state: State = "open"


CLEAR: Final = (
    Vacancy("Programmer Backend", "Jakarta Selatan", PROGRAMMER, FULL_TIME, 2, (9_000_000, 15_000_000), 30),
    Vacancy("Staf Gudang", "Cikarang Utara, Kabupaten Bekasi", WAREHOUSE, CONTRACT, 1, (5_200_000, 5_600_000), 21),
    Vacancy("Operator Produksi", "Kec. Telukjambe Timur, Kab. Karawang", OPERATOR, CONTRACT, 0, (5_250_000, None), 14),
    Vacancy(
        "Quality Control Analyst", "Kandanghaur, Kabupaten Indramayu", QUALITY, FULL_TIME, 1, (4_000_000, 5_500_000), 45
    ),
    Vacancy(
        "Sales Executive Area Surabaya", "Kota Surabaya, Jawa Timur", SALES, FULL_TIME, 1, (4_800_000, 8_000_000), 30
    ),
    Vacancy("Kasir Toko", "Kab. Sidoarjo", CASHIER, PART_TIME, 0, (2_500_000, 3_000_000), 10),
    Vacancy("Akuntan Senior", "Jakpus", ACCOUNTANT, FULL_TIME, 5, (12_000_000, 18_000_000), 40),
    Vacancy("HR Officer", "Jakarta Timur, DKI Jakarta", RECRUITER, FULL_TIME, 2, (6_000_000, 8_500_000), 28),
    Vacancy("Perawat Klinik Pabrik", "Kab. Gresik, East Java", NURSE, FULL_TIME, 1, (4_900_000, 6_000_000), 35),
    Vacancy("Juru Masak", "Denpasar, Bali", COOK, FULL_TIME, 2, (3_500_000, 5_000_000), 25),
    Vacancy("Commis Pastry", "Kec. Kuta, Kab. Badung, Bali", COOK, INTERNSHIP, 0, (1_500_000, None), 20),
    Vacancy("Data Analyst", "South Tangerang, Banten", ANALYST, FULL_TIME, 1, (7_000_000, 11_000_000), 30),
    Vacancy("Teknisi Pendingin", "Kota Yogyakarta", TECHNICIAN, FULL_TIME, 1, (2_600_000, 4_000_000), 18),
    Vacancy("Trainer Bahasa Inggris", "Sleman, DI Yogyakarta", TEACHER, PART_TIME, 1, (None, None), 60),
    Vacancy(
        "Supervisor Toko", "Jl. Raya Darmo No. 45, Wonokromo, Surabaya", SALES, FULL_TIME, 3, (6_000_000, 8_000_000), 22
    ),
    Vacancy("Frontend Developer", "Jaksel", PROGRAMMER, FULL_TIME, 1, (8_000_000, 13_000_000), 30),
    Vacancy("Kepala Gudang", "Kota Medan, Sumatera Utara", WAREHOUSE, FULL_TIME, 5, (7_000_000, 9_000_000), 30),
    Vacancy("Pengemudi Truk", "Medan Tembung, Kota Medan", DRIVER, CONTRACT, 2, (3_800_000, 4_500_000), 15),
    Vacancy("Operator Forklift", "Kab. Deli Serdang", WAREHOUSE, CONTRACT, 1, (3_700_000, 4_200_000), 27),
    Vacancy("Sales Canvasser", "Palembang, South Sumatra", SALES, FULL_TIME, 0, (3_600_000, 6_000_000), 33),
    Vacancy("Teknisi Listrik", "Pekanbaru, Riau", TECHNICIAN, FULL_TIME, 2, (3_700_000, 5_000_000), 29),
    Vacancy("Quality Inspector", "Batam, Kepulauan Riau", QUALITY, FULL_TIME, 1, (4_900_000, 6_500_000), 24),
    Vacancy("Kasir Swalayan", "Kota Padang", CASHIER, PART_TIME, 0, (1_800_000, 2_400_000), 12),
    Vacancy("Staf Administrasi Gudang", "Bandar Lampung", WAREHOUSE, FULL_TIME, 0, (3_100_000, 3_500_000), 26),
    Vacancy("Sales Representative", "Kota Jambi", SALES, FULL_TIME, 1, (0, 0), 31),
    Vacancy(
        "Maintenance Engineer",
        "Balikpapan, East Kalimantan, Indonesia",
        TECHNICIAN,
        FULL_TIME,
        3,
        (8_000_000, 12_000_000),
        38,
    ),
    Vacancy("Perawat", "Samarinda", NURSE, FULL_TIME, 0, (3_600_000, 4_300_000), 19),
    Vacancy("Pengemudi Kurir", "Banjarbaru, Kalsel", DRIVER, PART_TIME, 0, (None, 3_500_000), 16),
    Vacancy("Sales Supervisor", "Pontianak, Kalbar", SALES, FULL_TIME, 4, (6_000_000, 9_000_000), 34),
    Vacancy("Staf HRD", "Palangka Raya, Kalteng", RECRUITER, FULL_TIME, 1, (3_900_000, 5_000_000), 23),
    Vacancy("Teknisi Lapangan", "Tarakan, Kalimantan Utara", TECHNICIAN, CONTRACT, 1, (4_400_000, 5_500_000), 44),
    Vacancy("Account Executive", "Makassar, Sulsel", SALES, FULL_TIME, 2, (4_000_000, 7_000_000), 30),
    Vacancy("Operator Mesin Tepung", "Kab. Gowa, Sulawesi Selatan", OPERATOR, CONTRACT, 0, (3_600_000, 4_000_000), 17),
    Vacancy("Cook Helper", "Manado, North Sulawesi", COOK, FULL_TIME, 0, (3_700_000, 4_000_000), 21),
    Vacancy("Staf Gudang Malam", "Kendari, Sultra", WAREHOUSE, FULL_TIME, 0, (3_100_000, 3_400_000), 13),
    Vacancy("Kasir", "Palu, Sulteng", CASHIER, FULL_TIME, 0, (2_900_000, 3_200_000), 20),
    Vacancy("Trainer Produk", "Mataram, NTB", TEACHER, FULL_TIME, 2, (3_500_000, 5_500_000), 36),
    Vacancy("Chef de Partie", "Labuan Bajo, Manggarai Barat, NTT", COOK, FULL_TIME, 3, (5_000_000, 7_500_000), 42),
    Vacancy("Sales Motoris", "Ambon, Maluku", SALES, FULL_TIME, 0, (3_000_000, 4_500_000), 25),
    Vacancy("Staf Logistik", "Ternate, Maluku Utara", WAREHOUSE, FULL_TIME, 1, (3_300_000, 4_000_000), 30),
    Vacancy("Pengemudi Distribusi", "Kota Jayapura, Papua", DRIVER, FULL_TIME, 1, (4_300_000, 5_500_000), 30),
    Vacancy("Teknisi Genset", "Kabupaten Merauke, Papua Selatan", TECHNICIAN, CONTRACT, 2, (4_500_000, 6_000_000), 50),
    Vacancy("Staf Operasional", "Kota Sorong, Papua Barat Daya", WAREHOUSE, FULL_TIME, 1, (4_100_000, 5_000_000), 32),
    Vacancy("Perawat Lapangan", "Timika, Mimika, Papua Tengah", NURSE, CONTRACT, 2, (7_000_000, 9_500_000), 28),
    Vacancy("Magang Data", "Kota Depok", ANALYST, INTERNSHIP, 0, (2_000_000, 2_500_000), 15),
    Vacancy("Operator Jahit", "Kab. Majalengka, Jabar", OPERATOR, CONTRACT, 0, (2_400_000, None), 11),
    Vacancy("Teknisi Mesin", "Purwakarta", TECHNICIAN, FULL_TIME, 2, (4_800_000, 6_500_000), 30),
    Vacancy("Barista", "Lembang, Kabupaten Bandung Barat", COOK, PART_TIME, 0, (1_900_000, 2_600_000), 9),
    Vacancy("Analis Laboratorium", "Kota Tegal, Jateng", QUALITY, FULL_TIME, 1, (2_500_000, 4_000_000), 30),
    Vacancy("Operator Packing", "Ungaran, Kab. Semarang", OPERATOR, CONTRACT, 0, (2_600_000, 2_900_000), 14),
    Vacancy("Staf Akuntansi", "Kab. Kudus", ACCOUNTANT, FULL_TIME, 1, (2_700_000, 4_000_000), 30),
    Vacancy("Sales Batik", "Solo", SALES, FULL_TIME, 0, (2_400_000, 4_000_000), 30),
    Vacancy("Welder", "Kota Cilegon, Banten", TECHNICIAN, CONTRACT, 2, (5_000_000, 7_000_000), 26),
    Vacancy("Guru Les Komputer", "Serpong, Tangerang Selatan", TEACHER, PART_TIME, 1, (3_000_000, 4_000_000), 30),
    Vacancy("Finance Officer", "Kelapa Gading, Jakarta Utara", ACCOUNTANT, FULL_TIME, 2, (7_000_000, 9_000_000), 30),
    Vacancy(
        "Site Reliability Engineer",
        "Jl. Jend. Sudirman Kav. 52-53, Senayan, Kebayoran Baru, Jakarta Selatan 12190",
        PROGRAMMER,
        FULL_TIME,
        4,
        (18_000_000, 28_000_000),
        45,
    ),
    Vacancy("Store Manager", "Jl. Asia Afrika No. 8, Kota Bandung", SALES, FULL_TIME, 4, (8_000_000, 10_000_000), 30),
    Vacancy(
        "Staf Kualitas Timah", "Kota Pangkalpinang, Bangka Belitung", QUALITY, FULL_TIME, 1, (3_900_000, 4_800_000), 30
    ),
    Vacancy("Juru Masak Rumah Makan", "Banda Aceh", COOK, FULL_TIME, 2, (3_700_000, 4_500_000), 30),
    Vacancy("Teknisi AC Keliling", "Kota Batu, Jawa Timur", TECHNICIAN, UNEXPLAINED, 1, (3_300_000, 4_500_000), 30),
)
"""Vacancies whose place means one region, more or less plainly."""

UNUSUAL: Final = (
    Vacancy("Admin Penjualan", "Banyuwangi", SALES, FULL_TIME, 0, (2_800_000, 3_500_000), -3),
    Vacancy("Kepala Dapur", "Ubud, Gianyar, Bali", COOK, FULL_TIME, 5, (7_000_000, 9_000_000), -1),
    Vacancy("Operator Kemasan", "Gempol, Kab. Pasuruan", OPERATOR, CONTRACT, 0, (5_100_000, 5_300_000), 20, "closed"),
    Vacancy("Staf Pajak", "Kota Bekasi", ACCOUNTANT, FULL_TIME, 2, (6_000_000, 7_500_000), 7, "closed"),
    Vacancy("Pengemudi Direksi", "Jakarta Barat", DRIVER, FULL_TIME, 5, (5_500_000, 6_500_000), -10, "closed"),
    Vacancy("Asisten Trainer", "Kota Kupang", TEACHER, INTERNSHIP, 0, (None, None), 15, "closed"),
    Vacancy("Agen Lepas", "Kota Gorontalo", SALES, PART_TIME, 0, (0, 5_000_000), 30, "suspended"),
    Vacancy(
        "Kepala Divisi Teknologi",
        "Kota Cimahi, Jawa Barat",
        PROGRAMMER,
        FULL_TIME,
        8,
        (30_000_000, 45_000_000),
        60,
        "private",
    ),
)
"""Two past their date and still open, four closed, one suspended, one private."""

AMBIGUOUS: Final = (
    Vacancy("Staf Gudang Retail", "Bogor", WAREHOUSE, FULL_TIME, 0, (4_800_000, 5_200_000), 20),
    Vacancy("Sales Counter", "Bandung", SALES, FULL_TIME, 0, (4_000_000, 6_000_000), 25),
    Vacancy("Operator CNC", "Tangerang", OPERATOR, CONTRACT, 1, (5_000_000, 6_000_000), 30),
    Vacancy("Kasir Apotek", "Malang", CASHIER, PART_TIME, 0, (2_200_000, 2_800_000), 18),
    Vacancy("Quality Assurance Officer", "Cirebon", QUALITY, FULL_TIME, 2, (3_800_000, 5_500_000), 30),
)
"""A city and a regency bear the name."""

HOPELESS: Final = (
    Vacancy("Remote Python Engineer", "Remote", PROGRAMMER, CONTRACT, 3, (15_000_000, 25_000_000), 30),
    Vacancy("Regional Analyst", "Singapore", ANALYST, FULL_TIME, 3, (None, None), 30),
    Vacancy("Staf Umum", "", RECRUITER, FULL_TIME, 0, (4_500_000, 5_500_000), 30),
    Vacancy("Sekretaris Perusahaan", "Kantor pusat", RECRUITER, FULL_TIME, 3, (8_000_000, 10_000_000), 30),
    Vacancy("Tenaga Penjual Lepas", "Seluruh cabang kami", SALES, PART_TIME, 0, (0, None), 30),
)
"""No official region fits."""

MAIN_VACANCIES: Final = (*CLEAR, *UNUSUAL, *AMBIGUOUS, *HOPELESS)
"""The vacancies of the main organization."""

SECOND_VACANCIES: Final = (
    Vacancy("Customer Service", "Kota Surakarta, Jawa Tengah", SALES, FULL_TIME, 0, (2_500_000, 3_500_000), 30),
    Vacancy("Staf Keuangan", "Kota Magelang", ACCOUNTANT, FULL_TIME, 1, (2_600_000, 3_800_000), 30),
    Vacancy("IT Support", "Salatiga, Jawa Tengah", PROGRAMMER, CONTRACT, 1, (3_000_000, 4_500_000), 30),
)
"""The vacancies of the second organization."""
