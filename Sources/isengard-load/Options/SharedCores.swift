import ArgumentParser

/// How load and targets share this machine's cores.
struct SharedCores: ParsableArguments {
    @OptionGroup var load: LoadCores

    @Flag(
        inversion: .prefixedNo,
        help: """
            Keep targets on this machine, and processes that are observed, off the load's cores, \
            of which the last one is the default then; they get theirs back at the end.
            """
    )
    var pin = true
}
