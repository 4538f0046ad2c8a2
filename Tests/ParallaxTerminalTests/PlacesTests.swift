import Foundation
import Testing
import TestSupport

@Test func theRepositoryIsFound() {
    #expect(FileManager.default.fileExists(atPath: Places.root.appending(path: "Package.swift").path))
}
