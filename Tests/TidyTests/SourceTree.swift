import Foundation

/// One line of a source file.
struct SourceLine: CustomStringConvertible {
    let file: String
    let number: Int
    let text: String

    var description: String { "\(file):\(number): \(text.trimmingCharacters(in: .whitespaces))" }
}

/// The repository as text.
enum SourceTree {
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Relative paths of all files below `folder` that end in `suffix`.
    static func files(below folder: String, suffix: String) -> [String] {
        let base = root.appending(path: folder)
        let all = FileManager.default.enumerator(atPath: base.path)?.allObjects as? [String] ?? []
        return all.filter { $0.hasSuffix(suffix) }.map { "\(folder)/\($0)" }.sorted()
    }

    static func lines(of file: String) -> [SourceLine] {
        let text = (try? String(contentsOf: root.appending(path: file), encoding: .utf8)) ?? ""
        return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map {
            SourceLine(file: file, number: $0.offset + 1, text: String($0.element))
        }
    }

    /// Modules that a Swift file imports, with the line.
    static func imports(of file: String) -> [(module: String, line: SourceLine)] {
        lines(of: file).compactMap { line in
            let words = line.text.split(separator: " ")
            let access: Set<Substring> = [
                "package", "internal", "private", "fileprivate", "public",
            ]
            guard let index = words.firstIndex(of: "import"),
                words[..<index].allSatisfy({ access.contains($0) || $0.hasPrefix("@") }),
                index + 1 < words.count
            else { return nil }
            return (String(words[index + 1]), line)
        }
    }
}
