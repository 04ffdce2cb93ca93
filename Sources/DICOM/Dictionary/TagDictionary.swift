/// Keywords and value representations of the standard's attributes, both ways.
///
/// A value made once; its two orders are searched by halves.
struct TagDictionary: Sendable {
    struct Entry: Sendable {
        let tag: Tag
        let vr: VR
        let keyword: String
    }

    static let standard = TagDictionary(TagTable.parts)

    /// In the order of their tags.
    let entries: [Entry]
    /// Positions in `entries`, in the order of the keywords' bytes.
    private let byKeyword: [UInt16]
    /// First groups of those that repeat.
    private let repeating: Set<UInt16>

    init(_ parts: [String]) {
        var entries: [Entry] = []
        var repeating: Set<UInt16> = []
        entries.reserveCapacity(5_000)
        for part in parts {
            Self.read(part, into: &entries, &repeating)
        }
        entries.sort { $0.tag < $1.tag }
        let order = entries.indices.map(UInt16.init)
        byKeyword = order.sorted { left, right in
            Self.precedes(entries[Int(left)].keyword, entries[Int(right)].keyword)
        }
        self.entries = entries
        self.repeating = repeating
    }

    private static func read(
        _ part: String,
        into entries: inout [Entry],
        _ repeating: inout Set<UInt16>
    ) {
        var group = entries.last?.tag.group ?? 0
        for token in part.utf8.split(whereSeparator: { $0 == 0x20 || $0 == 0x0A }) {
            let isGroup = token.first == UInt8(ascii: "@")
            let digits = isGroup ? token.dropFirst().prefix(4) : token.prefix(4)
            guard let number = UInt16(String(Substring(digits)), radix: 16) else { continue }
            if isGroup {
                group = number
                if token.last == UInt8(ascii: "*") { repeating.insert(number) }
            } else if let vr = VR(rawValue: String(Substring(token.dropFirst(4).prefix(2)))) {
                let name = String(Substring(token.dropFirst(6)))
                let keyword = name.hasPrefix("~") ? "RETIRED_" + name.dropFirst() : name
                entries.append(Entry(tag: Tag(group, number), vr: vr, keyword: keyword))
            }
        }
    }

    private static func precedes(_ left: String, _ right: String) -> Bool {
        left.utf8.lexicographicallyPrecedes(right.utf8)
    }

    /// The tag's own entry, or that of the repeating group that it belongs to.
    func entry(of tag: Tag) -> Entry? {
        if let exact = exactEntry(of: tag) { return exact }
        let first = tag.group & 0xFF00
        guard tag.group & 1 == 0, repeating.contains(first) else { return nil }
        return exactEntry(of: Tag(first, tag.element))
    }

    private func exactEntry(of tag: Tag) -> Entry? {
        let index = Self.firstIndex(in: 0..<entries.count) { entries[$0].tag >= tag }
        guard index < entries.count, entries[index].tag == tag else { return nil }
        return entries[index]
    }

    func tag(named keyword: String) -> Tag? {
        let index = Self.firstIndex(in: 0..<byKeyword.count) {
            !Self.precedes(entries[Int(byKeyword[$0])].keyword, keyword)
        }
        guard index < byKeyword.count else { return nil }
        let entry = entries[Int(byKeyword[index])]
        return entry.keyword.utf8.elementsEqual(keyword.utf8) ? entry.tag : nil
    }

    /// The first index for which `holds` is true, when it stays true from there on.
    private static func firstIndex(in range: Range<Int>, where holds: (Int) -> Bool) -> Int {
        var (low, high) = (range.lowerBound, range.upperBound)
        while low < high {
            let middle = low + (high - low) / 2
            if holds(middle) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
