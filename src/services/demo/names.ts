import type { Dice } from './dice.ts';

/** The more often a surname stands here, the more often it is borne. */
const SURNAMES = `Nguyễn Nguyễn Nguyễn Nguyễn Nguyễn Nguyễn Nguyễn Trần Trần Lê Lê Phạm Phạm Hoàng Huỳnh Phan Vũ Võ Đặng
  Bùi Đỗ Hồ Ngô Dương Lý Đinh Trịnh Đoàn Mai Lương Tạ Cao Hà Chu Thái`.split(/\s+/);

const WOMEN = {
  middle: 'Thị Thị Thị Ngọc Thu Thanh Minh Hồng Kim Bích Mai Diệu Khánh Phương'.split(' '),
  given: `An Anh Bình Châu Chi Dung Duyên Giang Hà Hạnh Hằng Hiền Hoa Hồng Huệ Hương Hường Lan Liên Linh Loan Mai My
    Nga Ngân Ngọc Nhung Oanh Phượng Quyên Quỳnh Tâm Thảo Thủy Thư Trang Trâm Trinh Tuyết Uyên Vân Yến`.split(/\s+/),
};

const MEN = {
  middle: 'Văn Văn Văn Đức Hữu Minh Quang Quốc Thanh Thành Tiến Trọng Tuấn Xuân Công Đình Anh'.split(' '),
  given: `Anh Bảo Bình Cường Dũng Dương Đạt Đức Hải Hiếu Hòa Hoàng Hùng Huy Hưng Khánh Khoa Kiên Lâm Long Lộc Mạnh
    Minh Nam Nghĩa Nhân Phong Phúc Phước Quân Quang Sơn Tài Tâm Thắng Thành Thịnh Toàn Trung Tuấn Tùng Việt Vinh`.split(
    /\s+/,
  ),
};

/** A name as people bear it, composed by chance: whoever bears it in truth is not meant. */
export function inventName(dice: Dice): string {
  const { middle, given } = dice.happens(58) ? WOMEN : MEN;
  return `${dice.pick(SURNAMES)} ${dice.pick(middle)} ${dice.pick(given)}`;
}
