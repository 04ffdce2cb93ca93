internal import Basics
internal import CCurl

/// Asks a server one thing after the other and keeps each answer whole, within a limit. For what
/// is done once; loads have their loops.
///
/// Belongs to its caller's thread.
final class AnswerReader {
    private let easy: EasyHandle
    private let target: TargetHandle
    private let name: String
    fileprivate var body: [UInt8] = []
    fileprivate var isTooLong = false

    /// Longest answer, in bytes: our choice; a study of 10,000 instances lists 0.5 MB of them.
    static let limitBytes = 16 << 20

    /// - Parameter name: How the target is called in errors.
    init(_ target: TargetSettings, name: String) throws(LoadError) {
        easy = try EasyHandle()
        self.target = TargetHandle(target)
        self.name = name
        self.target.configure(easy)
        easy.set(CURLOPT_WRITEFUNCTION, onAnswer)
        easy.set(CURLOPT_WRITEDATA, pointer: Unmanaged.passUnretained(self).toOpaque())
    }

    /// - Parameter path: Behind the base URL, with its slash; escaped already.
    /// - Returns: Nil when there is no such thing: status 404.
    /// - Throws: ``LoadError`` — `.target`; never repeats the path, which may name a study.
    func get(_ path: String) throws(LoadError) -> [UInt8]? {
        body.removeAll(keepingCapacity: true)
        isTooLong = false
        easy.set(CURLOPT_URL, target.settings.base + path)
        let code = curl_easy_perform(easy.raw)
        let status = easy.number(CURLINFO_RESPONSE_CODE)
        guard !isTooLong else { throw failure("an answer has more than \(Self.limitBytes) bytes") }
        guard code == CURLE_OK else { throw failure(String(cString: curl_easy_strerror(code))) }
        switch status {
        case 200: return body
        case 404: return nil
        case 401: throw failure("it refuses the credentials (status 401)")
        case 403: throw failure("it forbids this to these credentials (status 403)")
        default: throw failure("it answers with status \(status)")
        }
    }

    /// An answer that can't be read.
    func failure(_ cause: String) -> LoadError {
        LoadError(.target, doing: "ask \(name) at \(target.settings.base)", cause)
    }
}

private func onAnswer(
    _ bytes: UnsafeMutablePointer<CChar>?,
    _ size: Int,
    _ count: Int,
    _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let context else { return 0 }
    let reader = Unmanaged<AnswerReader>.fromOpaque(context).takeUnretainedValue()
    let length = size * count
    guard reader.body.count + length <= AnswerReader.limitBytes else {
        reader.isTooLong = true
        return 0
    }
    reader.body += UnsafeRawBufferPointer(start: bytes, count: length)
    return length
}
