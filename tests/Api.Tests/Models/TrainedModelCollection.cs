namespace LearnML.Api.Tests.Models;

/// <summary>One service with a trained model, for classes that run one after another.</summary>
[CollectionDefinition(Name)]
public sealed class TrainedModelCollection : ICollectionFixture<TrainedModelFixture>
{
    public const string Name = "trained model";
}
