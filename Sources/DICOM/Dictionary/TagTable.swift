/// The text of the dictionary: `@gggg` begins a group (`@gggg*` one that repeats in every second
/// group up to gggg + 255), then `eeee`, VR and keyword for each element; `~` is `RETIRED_`.
///
/// Made by `Tests/Fuzz/oracle/dicom-dictionary.py` out of DCMTK 3.6.7's dicom.dic. A text, since
/// a literal of 5,000 entries costs the compiler minutes; read once, when the first tag is asked.
enum TagTable {
    static let parts = [part1, part2, part3, part4, part5]
}
