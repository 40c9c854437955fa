namespace LearnML.Api.Tests.Models;

/// <summary>One service with a model for classes that take turns.</summary>
[CollectionDefinition(Name)]
public sealed class TrainedModelCollection : ICollectionFixture<TrainedModelFixture>
{
    public const string Name = "trained in turn";
}
