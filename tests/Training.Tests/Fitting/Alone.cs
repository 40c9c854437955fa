namespace LearnML.Training.Tests.Fitting;

/// <summary>Tests that count something of the whole process: no others run beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "Alone";
}
