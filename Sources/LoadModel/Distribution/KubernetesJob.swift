/// A run of several workers as an Indexed Job that waits to be released.
///
/// Source: Kubernetes, "Indexed Job for Parallel Processing", "Suspending a Job" and "Backoff limit
/// per index" (1.28 and newer).
package struct KubernetesJob: Sendable {
    private let job: WorkerJob
    private let image: String
    private let namespace: String
    /// A volume claim that every pod can write to, for the results.
    private let claim: String
    /// Of the secret that holds the variables.
    private let secret: String
    /// Whole cores: those alone can be had exclusively.
    private let cores: Int

    package init(
        _ job: WorkerJob,
        image: String,
        namespace: String,
        claim: String,
        secret: String,
        cores: Int
    ) {
        self.job = job
        self.image = image
        self.namespace = namespace
        self.claim = claim
        self.secret = secret
        self.cores = cores
    }

    package var text: String {
        let parts = [note + settings] + (job.preloads ? [preload] : []) + [workers]
        return parts.joined(separator: "---\n")
    }

    private var note: String {
        let wait =
            job.preloads
            ? "#   kubectl wait --for=condition=complete --timeout=24h job/\(job.label)-preload\n"
            : ""
        return """
            # \(job.workers) workers of isengard-load. With the namespace of this file:
            #   kubectl apply -f FILE
            \(wait)#   start=$(($(date +%s) + 120))
            #   kubectl patch configmap \(job.label) --type merge \\
            #     -p "{\\"data\\":{\\"start-at\\":\\"$start\\"}}"
            #   kubectl patch job \(job.label) --type merge -p '{"spec":{"suspend":false}}'
            # All pods must run before the start. The results lie in the volume; merge them with
            #   isengard-load merge \(job.name)-worker-*-of-\(job.workers).json --out FOLDER

            """
    }

    private var settings: String {
        """
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: \(quoted(job.label))
          namespace: \(quoted(namespace))
        data:
          start-at: ""
          scenario.yaml: \(YAMLText.quoted(job.scenario, indent: 4))

        """
    }

    private var preload: String {
        head("\(job.label)-preload")
            + "  backoffLimit: 3\n"
            + pod("\(job.label)-preload", [["--preload-only"]], variables: [])
    }

    private var workers: String {
        head(job.label)
            + """
              suspend: true
              completionMode: Indexed
              completions: \(job.workers)
              parallelism: \(job.workers)
              backoffLimitPerIndex: 0
              maxFailedIndexes: \(job.workers)

            """
            + pod(
                job.label,
                [["--out", "/results"]],
                variables: [
                    "- {name: ISENGARD_WORKERS, value: \(quoted("\(job.workers)"))}",
                    "- {name: ISENGARD_START_AT, valueFrom: {configMapKeyRef: {name: "
                        + "\(quoted(job.label)), key: start-at}}}",
                ]
            )
    }

    private func head(_ name: String) -> String {
        """
        apiVersion: batch/v1
        kind: Job
        metadata:
          name: \(quoted(name))
          namespace: \(quoted(namespace))
        spec:

        """
    }

    private func pod(_ name: String, _ options: [[String]], variables: [String]) -> String {
        let arguments =
            ["isengard-load", "worker", "/scenario/scenario.yaml"]
            + options.flatMap(\.self) + job.arguments
        // What looks like a reference to a variable would be replaced.
        let words = arguments.map { quoted($0.replacing("$(", with: "$$(")) }
        let secrets = job.secrets.map { name in
            "- {name: \(quoted(name)), valueFrom: {secretKeyRef: {name: \(quoted(secret)), key: "
                + "\(quoted(name))}}}"
        }
        let environment = (variables + secrets).map { "        \($0)\n" }.joined()
        let size = "{cpu: \(quoted("\(cores)")), memory: 512Mi}"
        return """
              template:
                metadata:
                  labels: {app.kubernetes.io/instance: \(quoted(name))}
                spec:
                  restartPolicy: Never
                  automountServiceAccountToken: false
                  affinity:
                    podAntiAffinity:
                      preferredDuringSchedulingIgnoredDuringExecution:
                      - weight: 100
                        podAffinityTerm:
                          topologyKey: kubernetes.io/hostname
                          labelSelector:
                            matchLabels: {app.kubernetes.io/instance: \(quoted(name))}
                  containers:
                  - name: worker
                    image: \(quoted(image))
                    command: [\(words.joined(separator: ", "))]
                    env:\(environment.isEmpty ? " []\n" : "\n" + indented(environment))\
                    resources:
                      requests: \(size)
                      limits: \(size)
                    volumeMounts:
                    - {name: scenario, mountPath: /scenario, readOnly: true}
                    - {name: results, mountPath: /results}
                  volumes:
                  - {name: scenario, configMap: {name: \(quoted(job.label))}}
                  - {name: results, persistentVolumeClaim: {claimName: \(quoted(claim))}}

            """
    }

    private func indented(_ lines: String) -> String {
        lines.split(separator: "\n").map { "\($0)\n" }.joined()
    }

    private func quoted(_ text: String) -> String { YAMLText.quoted(text) }
}
