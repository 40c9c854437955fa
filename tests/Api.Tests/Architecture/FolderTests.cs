using System.Reflection;
using LearnML.Api.Hosting;
using LearnML.Client;
using LearnML.Contracts;
using LearnML.Training.Fitting.Runs;

namespace LearnML.Api.Tests.Architecture;

public sealed class FolderTests
{
    private static readonly string[] KindsOfType = ["Helpers", "Utils", "Utilities", "Common", "Services", "Managers", "Helper", "Shared", "Misc"];
    private static readonly Assembly[] Ours = [typeof(JobSpec).Assembly, typeof(LearnMLClient).Assembly,
        typeof(TrainingRun).Assembly, typeof(LearnMLOptions).Assembly, typeof(FolderTests).Assembly];

    [Fact]
    public void A_namespace_is_a_capability_and_never_a_kind_of_type()
    {
        var parts = Ours.SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.Namespace?.StartsWith("LearnML", StringComparison.Ordinal) == true)
            .SelectMany(type => type.Namespace!.Split('.')).Distinct().ToList();

        Assert.Contains("Jobs", parts);
        Assert.Empty(parts.Intersect(KindsOfType));
    }

    [Fact]
    public void Contracts_are_sealed_and_never_change()
    {
        var records = typeof(JobSpec).Assembly.GetExportedTypes()
            .Where(type => type is { IsClass: true } && type.GetMethod("<Clone>$") is not null).ToList();

        Assert.Contains(typeof(JobSpec), records);
        Assert.All(records, record => Assert.True(record.IsSealed, record.Name));
        Assert.Empty(records.SelectMany(record => record.GetProperties())
            .Where(CanChange).Select(property => $"{property.DeclaringType!.Name}.{property.Name}"));
    }

    [Fact]
    public void Nothing_in_the_contracts_runs()
    {
        var types = typeof(JobSpec).Assembly.GetExportedTypes()
            .Where(type => type.GetMethod("<Clone>$") is null && !type.IsEnum && !type.IsInterface);

        Assert.Equal([typeof(WireFormat)], types);
    }

    private static bool CanChange(PropertyInfo property) => property.SetMethod is { IsPublic: true } setter
        && !setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(System.Runtime.CompilerServices.IsExternalInit));
}
