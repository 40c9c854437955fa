namespace LearnML.Api.Tests.Models;

/// <summary>One service with a model for classes that take turns.</summary>
[CollectionDefinition(Name)]
public sealed class TrainedInTurn : ICollectionFixture<TrainedFixture>
{
    public const string Name = "trained in turn";
}
