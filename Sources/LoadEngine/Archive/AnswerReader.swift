internal import Basics
internal import CCurl

/// Asks a server one thing after the other and keeps each answer whole, within a limit. For what
/// is done once or now and then; loads have their loops.
///
/// Belongs to its caller's thread.
final class AnswerReader {
    private let easy: EasyHandle
    private let target: TargetHandle
    private let name: String
    fileprivate let limitBytes: Int
    fileprivate var body: [UInt8] = []
    fileprivate var isTooLong = false

    /// - Parameters:
    ///   - name: How the target is called in errors.
    ///   - limitBytes: Longest answer, whole MiB.
    ///   - keepsConnection: Whether it stays open between two questions.
    init(
        _ target: TargetSettings,
        name: String,
        limitBytes: Int,
        keepsConnection: Bool = true
    ) throws(LoadError) {
        easy = try EasyHandle()
        self.target = TargetHandle(target)
        self.name = name
        self.limitBytes = limitBytes
        self.target.configure(easy)
        easy.set(CURLOPT_FORBID_REUSE, keepsConnection ? 0 : 1)
        easy.set(CURLOPT_WRITEFUNCTION, onAnswer)
        easy.set(CURLOPT_WRITEDATA, pointer: Unmanaged.passUnretained(self).toOpaque())
    }

    /// - Parameter path: Behind the base URL, with its slash; escaped already.
    /// - Throws: ``LookError`` when no whole answer came; never repeats the path, which may name a
    ///   study.
    func ask(_ path: String = "") throws(LookError) -> (status: Int, body: [UInt8]) {
        body.removeAll(keepingCapacity: true)
        isTooLong = false
        easy.set(CURLOPT_URL, target.settings.base + path)
        let code = curl_easy_perform(easy.raw)
        guard !isTooLong else {
            throw LookError("the answer is larger than \(limitBytes >> 20) MiB")
        }
        switch code {
        case CURLE_OK: return (easy.number(CURLINFO_RESPONSE_CODE), body)
        case CURLE_OPERATION_TIMEDOUT:
            throw LookError("no answer within \(target.settings.timeout)")
        default: throw LookError(String(cString: curl_easy_strerror(code)))
        }
    }

    /// - Returns: Nil when there is no such thing: status 404.
    /// - Throws: ``LoadError`` — `.target`.
    func get(_ path: String) throws(LoadError) -> [UInt8]? {
        let answer: (status: Int, body: [UInt8])
        do {
            answer = try ask(path)
        } catch {
            throw failure(error.description)
        }
        switch answer.status {
        case 200: return answer.body
        case 404: return nil
        case 401: throw failure("it refuses the credentials (status 401)")
        case 403: throw failure("it forbids this to these credentials (status 403)")
        default: throw failure("it answers with status \(answer.status)")
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
    guard reader.body.count + length <= reader.limitBytes else {
        reader.isTooLong = true
        return 0
    }
    reader.body += UnsafeRawBufferPointer(start: bytes, count: length)
    return length
}
