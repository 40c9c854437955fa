using LearnML.Api.Tests.Cluster;
using LearnML.Api.Tests.Fuzzing;
using LearnML.Api.Tests.Hosting;
using LearnML.Api.Tests.Jobs;
using LearnML.Api.Tests.Models.Serving;
using LearnML.Api.Tests.Storage;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirstOrderer))]

namespace LearnML.Api.Tests.Hosting;

/// <summary>Starts the longest collections first, so that none of them runs alone at the end.</summary>
public sealed class LongestFirstOrderer : ITestCollectionOrderer
{
    private static readonly string[] LongestCollections =
        [nameof(ClusterTests), nameof(CrashTests), nameof(RouteFuzzTests),
            JobServiceCollection.Name, SharedServiceCollection.Name, nameof(RestartTests), nameof(PredictionFuzzTests)];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(GetRank)];

    private static int GetRank<TTestCollection>(TTestCollection collection)
        where TTestCollection : ITestCollection
    {
        var place = Array.FindIndex(LongestCollections, name => collection.TestCollectionDisplayName == name
            || collection.TestCollectionDisplayName.Contains($".{name} ", StringComparison.Ordinal));
        return place < 0 ? LongestCollections.Length : place;
    }
}
