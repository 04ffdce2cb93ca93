internal import JSONText
internal import LoadModel

extension RunSlice {
    func write(to writer: inout JSONWriter) {
        writer.key("slice")
        writer.beginObject()
        writer.member("index", worker.index)
        writer.member("workers", worker.count)
        writer.member("loops", loops)
        writer.member("run", String(run))
        writer.member("start", start)
        writer.endObject()
    }

    init(_ field: ReportField) throws(ReportError) {
        let index = try field.count("index")
        let workers = try field.count("workers")
        let loops = try field.count("loops")
        let start = try field.count("start")
        guard (1...Self.most).contains(workers), index < workers,
            let run = UInt64(try field.string("run")),
            let slice = RunSlice(
                WorkerSlice(index: index, of: workers),
                loops: loops,
                run: run,
                start: start
            )
        else { throw field.refusal("not a slice of at most \(Self.most)") }
        self = slice
    }
}
