namespace LearnML.Training.Tests.Support;

/// <summary>Tests that measure the whole process. No other test runs at the same time.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class NonParallel
{
    public const string Name = "NonParallel";
}
