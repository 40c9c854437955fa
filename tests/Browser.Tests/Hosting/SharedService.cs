using LearnML.Browser.Tests.Hosting;

[assembly: AssemblyFixture(typeof(SharedService))]

namespace LearnML.Browser.Tests.Hosting;

/// <summary>
/// One service for all classes that use their own names of datasets and models, because a start costs seconds of processor time.
/// </summary>
public sealed class SharedService : LearningService;
