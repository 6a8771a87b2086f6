/** The 63 provinces before the reform; the kind is Tỉnh unless a city is meant. */
export const OLD_PROVINCES = `
01 Thành phố Hà Nội|02 Hà Giang|04 Cao Bằng|06 Bắc Kạn|08 Tuyên Quang|10 Lào Cai|11 Điện Biên|12 Lai Châu|14 Sơn La
15 Yên Bái|17 Hoà Bình|19 Thái Nguyên|20 Lạng Sơn|22 Quảng Ninh|24 Bắc Giang|25 Phú Thọ|26 Vĩnh Phúc|27 Bắc Ninh
30 Hải Dương|31 Thành phố Hải Phòng|33 Hưng Yên|34 Thái Bình|35 Hà Nam|36 Nam Định|37 Ninh Bình|38 Thanh Hóa
40 Nghệ An|42 Hà Tĩnh|44 Quảng Bình|45 Quảng Trị|46 Thành phố Huế|48 Thành phố Đà Nẵng|49 Quảng Nam|51 Quảng Ngãi
52 Bình Định|54 Phú Yên|56 Khánh Hòa|58 Ninh Thuận|60 Bình Thuận|62 Kon Tum|64 Gia Lai|66 Đắk Lắk|67 Đắk Nông
68 Lâm Đồng|70 Bình Phước|72 Tây Ninh|74 Bình Dương|75 Đồng Nai|77 Bà Rịa - Vũng Tàu|79 Thành phố Hồ Chí Minh
80 Long An|82 Tiền Giang|83 Bến Tre|84 Trà Vinh|86 Vĩnh Long|87 Đồng Tháp|89 An Giang|91 Kiên Giang
92 Thành phố Cần Thơ|93 Hậu Giang|94 Sóc Trăng|95 Bạc Liêu|96 Cà Mau`
  .trim()
  .split(/[\n|]/)
  .map((entry) => {
    const name = entry.slice(3).replace('Thành phố ', '');
    return { code: entry.slice(0, 2), kind: entry.includes('Thành phố') ? 'Thành phố' : 'Tỉnh', name };
  });

/** The 34 provinces after the reform with those they were merged from; the ones of the shipped plans first. */
export const NEW_PROVINCES = `
01 Thành phố Hà Nội = 01|24 Tỉnh Bắc Ninh = 24 27|40 Tỉnh Nghệ An = 40|79 Thành phố Hồ Chí Minh = 74 77 79
04 Tỉnh Cao Bằng = 04|08 Tỉnh Tuyên Quang = 02 08|11 Tỉnh Điện Biên = 11|12 Tỉnh Lai Châu = 12|14 Tỉnh Sơn La = 14
15 Tỉnh Lào Cai = 10 15|19 Tỉnh Thái Nguyên = 06 19|20 Tỉnh Lạng Sơn = 20|22 Tỉnh Quảng Ninh = 22
25 Tỉnh Phú Thọ = 17 25 26|31 Thành phố Hải Phòng = 30 31|33 Tỉnh Hưng Yên = 33 34|37 Tỉnh Ninh Bình = 35 36 37
38 Tỉnh Thanh Hóa = 38|42 Tỉnh Hà Tĩnh = 42|44 Tỉnh Quảng Trị = 44 45|46 Thành phố Huế = 46
48 Thành phố Đà Nẵng = 48 49|51 Tỉnh Quảng Ngãi = 51 62|52 Tỉnh Gia Lai = 52 64|56 Tỉnh Khánh Hòa = 56 58
66 Tỉnh Đắk Lắk = 54 66|68 Tỉnh Lâm Đồng = 60 67 68|75 Tỉnh Đồng Nai = 70 75|80 Tỉnh Tây Ninh = 72 80
82 Tỉnh Đồng Tháp = 82 87|86 Tỉnh Vĩnh Long = 83 84 86|91 Tỉnh An Giang = 89 91|92 Thành phố Cần Thơ = 92 93 94
96 Tỉnh Cà Mau = 95 96`
  .trim()
  .split(/[\n|]/)
  .map((entry) => {
    const [name = '', sources = ''] = entry.slice(3).split(' = ');
    return { code: entry.slice(0, 2), name, mergedFrom: sources.split(' ') };
  });

/** Halves of place names. */
export const SYLLABLES = {
  first: `An Bắc Bình Cẩm Châu Đại Đông Đồng Đức Gia Hải Hòa Hoàng Hồng Hưng Khánh Kim Lạc Liên Long Minh Mỹ Nam Nghĩa
    Ngọc Phú Phước Quảng Quỳnh Sơn Tân Tây Thanh Thạnh Thiệu Thuận Trung Tường Vạn Văn Việt Vĩnh Xuân`.split(/\s+/),
  second: `Ân Bảo Cát Chánh Chương Điền Định Đô Giang Hà Hạnh Hiệp Hội Khê Lãnh Lâm Lập Lễ Lĩnh Lộc Lợi Lương Mai Ninh
    Phong Phúc Quế Sang Tâm Thắng Thành Thịnh Thọ Thủy Tiến Trạch Trị Tú Vinh Yên`.split(/\s+/),
};
