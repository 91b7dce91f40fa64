#!/usr/bin/env bash
# Makes the font files of this folder anew, from published packages; ./gather.sh FOLDER does it in FOLDER.
# Needs npm, apt-get (Debian 12) and pyftsubset (Debian: fonttools). See docs/decisions/0010-rank-card-fonts.md.
set -euo pipefail

target=$(readlink -f "${1:-$(dirname "$0")}")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"

fontsource=(inter@5.3.0 noto-color-emoji@5.3.2)
for script in arabic armenian bengali devanagari georgian hebrew jp kr sc tamil tc thai; do fontsource+=("noto-sans-$script@5.3.0"); done
npm install --silent --no-audit --no-fund --ignore-scripts --prefix . \
  "${fontsource[@]/#/@fontsource/}" @expo-google-fonts/noto-sans@0.4.2 @expo-google-fonts/noto-sans-jp@0.4.3 @expo-google-fonts/noto-sans-sc@0.4.3
apt-get download fonts-noto-core=20201225-1 fonts-noto-mono=20201225-1
for package in fonts-noto-*.deb; do dpkg -x "$package" debian; done
npm=node_modules/@fontsource expo=node_modules/@expo-google-fonts debian=debian/usr/share/fonts/truetype/noto

# As WOFF and without hints, which nothing uses at these sizes.
repack() { pyftsubset "$1" --output-file="$target/$2.woff" --flavor=woff --no-hinting --layout-features='*' --notdef-outline "${@:3}"; }

for subset in latin latin-ext cyrillic cyrillic-ext greek greek-ext vietnamese; do
  cp "$npm/inter/files/inter-$subset-600-normal.woff" "$target/inter-$subset-600.woff"
done
cp "$npm/inter/files/inter-latin-500-normal.woff" "$target/inter-latin-500.woff"
for script in arabic armenian bengali devanagari georgian hebrew tamil thai; do
  cp "$npm/noto-sans-$script/files/noto-sans-$script-$script-600-normal.woff" "$target/noto-$script-600.woff"
done
cp $npm/noto-sans-jp/files/noto-sans-jp-japanese-600-normal.woff "$target/noto-jp-600.woff"
cp $npm/noto-sans-kr/files/noto-sans-kr-korean-600-normal.woff "$target/noto-kr-600.woff"
cp $npm/noto-sans-sc/files/noto-sans-sc-chinese-simplified-600-normal.woff "$target/noto-sc-600.woff"
cp $npm/noto-sans-tc/files/noto-sans-tc-chinese-traditional-600-normal.woff "$target/noto-tc-600.woff"

repack $expo/noto-sans/600SemiBold/NotoSans_600SemiBold.ttf noto-600 --unicodes='*'

# The emoji are in the font twice, as COLR and as SVG; COLR is what is drawn.
/usr/bin/python3 - $npm/noto-color-emoji/files/noto-color-emoji-emoji-400-normal.woff "$target/noto-emoji.woff" <<'PYTHON'
import sys
from fontTools.ttLib import TTFont
font = TTFont(sys.argv[1], recalcTimestamp=False)
del font["SVG "]
font.save(sys.argv[2])
PYTHON

# Han characters that the four fonts of everyday ones leave out: China's, then what only Japan's has.
rare() {
  /usr/bin/python3 - "$1" "${@:2}" <<'PYTHON'
import sys
from fontTools.ttLib import TTFont
def characters(path): return set(TTFont(path, lazy=True).getBestCmap())
there = set().union(*map(characters, sys.argv[2:]))
print("\n".join(f"{character:X}" for character in sorted(characters(sys.argv[1]) - there) if character >= 0x2E80))
PYTHON
}
sc=$expo/noto-sans-sc/600SemiBold/NotoSansSC_600SemiBold.ttf jp=$expo/noto-sans-jp/600SemiBold/NotoSansJP_600SemiBold.ttf
rare $sc "$target"/noto-{jp,kr,sc,tc}-600.woff > rare-sc.txt
repack $sc noto-han-600 --unicodes-file=rare-sc.txt
rare $jp "$target"/noto-{jp,kr,sc,tc,han}-600.woff > rare-jp.txt
repack $jp noto-kanji-600 --unicodes-file=rare-jp.txt

for script in Adlam Balinese Bamum Buginese CanadianAboriginal Cham Cherokee Coptic Cuneiform Deseret EgyptianHieroglyphs Ethiopic \
  Glagolitic Gothic Gujarati Gurmukhi Javanese Kannada KayahLi Khmer Lao Lisu Malayalam Math MeeteiMayek Mongolian Myanmar NewTaiLue \
  NKo Ogham OlChiki OldHungarian OldItalic OldTurkic Oriya Osmanya PhagsPa Phoenician Runic Shavian Sinhala Sundanese Symbols Symbols2 \
  Syriac Tagalog TaiLe TaiTham Telugu Thaana Tifinagh Vai Yi; do
  weight=Bold; [ -f "$debian/NotoSans$script-Bold.ttf" ] || weight=Regular
  repack "$debian/NotoSans$script-$weight.ttf" "noto-${script,,}" --unicodes='*'
done
repack $debian/NotoSerifTibetan-Bold.ttf noto-tibetan --unicodes='*'
repack $debian/NotoMusic-Regular.ttf noto-music --unicodes='*'
repack $debian/NotoSansMono-Bold.ttf noto-boxes --unicodes=2500-259F
