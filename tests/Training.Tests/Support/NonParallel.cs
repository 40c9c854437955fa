namespace LearnML.Training.Tests.Support;

/// <summary>Tests that count something of the whole process: no others run beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class NonParallel
{
    public const string Name = "Alone";
}
