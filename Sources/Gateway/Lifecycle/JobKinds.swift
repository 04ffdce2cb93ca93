import Journal

/// Every kind of job that this gateway can run.
enum JobKinds {
    static var all: [any JobKind] { [] }
}
