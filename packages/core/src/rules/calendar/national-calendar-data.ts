// The national calendar of days off and working weekends. From holiday-cn (https://github.com/NateScarlet/holiday-cn), which takes it
// from the notices of the General Office of the State Council named below. Kept: weekdays off and weekend days worked, as MMDD.
//
// MIT License
//
// Copyright (c) 2019 NateScarlet
//
// Permission is hereby granted, free of charge, to any person obtaining a copy
// of this software and associated documentation files (the "Software"), to deal
// in the Software without restriction, including without limitation the rights
// to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
// copies of the Software, and to permit persons to whom the Software is
// furnished to do so, subject to the following conditions:
//
// The above copyright notice and this permission notice shall be included in all
// copies or substantial portions of the Software.
//
// THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
// IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
// FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
// AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
// LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
// OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
// SOFTWARE.
import type { YearTable } from './work-calendar.ts'

/** A year that is not here is unknown to the rules until its table is added. */
export const nationalCalendarData: Readonly<Record<string, YearTable>> = {
  // https://www.gov.cn/zhengce/zhengceku/202310/content_6911528.htm
  2024: {
    off: [101, 212, 213, 214, 215, 216, 404, 405, 501, 502, 503, 610, 916, 917, 1001, 1002, 1003, 1004, 1007],
    working: [204, 218, 407, 428, 511, 914, 929, 1012],
  },
  // https://www.gov.cn/zhengce/zhengceku/202411/content_6986383.htm
  2025: {
    off: [101, 128, 129, 130, 131, 203, 204, 404, 501, 502, 505, 602, 1001, 1002, 1003, 1006, 1007, 1008],
    working: [126, 208, 427, 928, 1011],
  },
  // https://www.gov.cn/zhengce/zhengceku/202511/content_7047091.htm
  2026: {
    off: [101, 102, 216, 217, 218, 219, 220, 223, 406, 501, 504, 505, 619, 925, 1001, 1002, 1005, 1006, 1007],
    working: [104, 214, 228, 509, 920, 1010],
  },
}
