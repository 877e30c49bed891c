// Most of the slow tests wait for a real agent: more of them than there are processors can wait at once.
[assembly: Xunit.v3.Parallelization(MaxThreads = 4)]
[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]
