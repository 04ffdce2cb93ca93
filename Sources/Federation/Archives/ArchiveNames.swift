import OrthancModel

/// Names of folders and files in an archive, as Orthanc 1.12.7 gives them, made safe.
///
/// A name keeps ASCII letters and digits, dots, underscores and single blanks, so it never holds a
/// separator or a control. Against Orthanc: leading dots go, so that nothing is called `..` or is
/// hidden; a name is cut at 200 characters; names that differ in case alone are told apart.
/// Source: live Orthancs 1.10.1, 1.12.7 and 1.13.0, which name differently.
enum ArchiveNames {
    /// - Parameter level: What the folder stands for when no character of it can be kept.
    static func folder(_ parts: [String], _ level: Level) -> String {
        let name = cleaned(parts.joined(separator: " "))
        return name.isEmpty ? "Unknown \(level.typeName)" : name
    }

    /// What a series' files are called: two letters of the modality, six digits or more.
    static func file(modality: String, number: UInt32) -> String {
        let letters = String(
            modality.uppercased().utf8.prefix(2).map { Character(Unicode.Scalar($0)) }
        )
        let digits = String(number)
        let zeros = String(repeating: "0", count: max(0, 8 - letters.count - digits.count))
        let name = cleaned("\(letters)\(zeros)\(digits).dcm")
        return name.isEmpty ? "\(digits).dcm" : name
    }

    private static func cleaned(_ text: String) -> String {
        var name: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "^"), 0x09...0x0D, 0x20:
                if let last = name.last, last != 0x20 { name.append(0x20) }
            case UInt8(ascii: "."):
                if !name.isEmpty { name.append(byte) }
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"):
                name.append(byte)
            default: break
            }
            if name.count == 200 { break }
        }
        if name.last == 0x20 { name.removeLast() }
        return String(decoding: name, as: UTF8.self)
    }

    /// An InstanceNumber as Orthanc's archives read it: digits, perhaps behind a plus, cut to 32
    /// bits; anything else is 0. Source: a live Orthanc 1.12.7.
    static func number(_ text: String) -> UInt32 {
        var digits = text[...]
        while digits.first == " " { digits.removeFirst() }
        while digits.last == " " { digits.removeLast() }
        if digits.first == "+" { digits.removeFirst() }
        guard digits.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int64(digits) else {
            return 0
        }
        return UInt32(truncatingIfNeeded: number)
    }
}

/// Names within one folder, none twice.
struct UniqueNames {
    private var taken: [String: Int] = [:]

    /// The name, or with `-2`, `-3`… behind it, which no cleaned name can hold itself.
    mutating func take(_ name: String) -> String {
        let count = taken[name.lowercased(), default: 0] + 1
        taken[name.lowercased()] = count
        return count == 1 ? name : "\(name)-\(count)"
    }
}
