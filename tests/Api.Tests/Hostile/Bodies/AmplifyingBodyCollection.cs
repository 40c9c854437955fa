namespace LearnML.Api.Tests.Hostile.Bodies;

/// <summary>Runs alone, because it measures what the whole process allocates and computes.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AmplifyingBodyCollection : ICollectionFixture<AmplifyingBodyFixture>
{
    public const string Name = "Amplifying bodies";
}
