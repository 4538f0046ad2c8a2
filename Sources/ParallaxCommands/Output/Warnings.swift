import ParallaxCompute
import ParallaxViews

/// What goes wrong without ending the command: sentences on stderr. They quote files of strangers, so they are made safe.
enum Warnings {
    static func print(_ complaints: [Complaint]) {
        for complaint in complaints { Output.warn("warning: \(SafeText(complaint.description).text)") }
    }
}
