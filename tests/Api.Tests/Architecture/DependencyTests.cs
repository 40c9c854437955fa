using System.Reflection;
using LearnML.Api.Hosting;
using LearnML.Client;
using LearnML.Contracts;
using LearnML.Training.Fitting.Runs;
using NetArchTest.Rules;

namespace LearnML.Api.Tests.Architecture;

/// <summary>Which way the projects point: Contracts, then Training and Client, then Api.</summary>
public sealed class DependencyTests
{
    private static readonly Assembly Contracts = typeof(JobSpec).Assembly;
    private static readonly Assembly Client = typeof(LearnMLClient).Assembly;
    private static readonly Assembly Training = typeof(TrainingRun).Assembly;
    private static readonly Assembly Api = typeof(LearnMLOptions).Assembly;

    [Fact]
    public void Contracts_use_the_base_library_only() =>
        Assert.All(Contracts.GetReferencedAssemblies(), reference => Assert.StartsWith("System.", reference.Name, StringComparison.Ordinal));

    [Fact]
    public void The_client_uses_the_contracts_and_the_hubs_client_only()
    {
        string[] allowed =
        [
            "System.", "LearnML.Contracts", "Microsoft.AspNetCore.SignalR.", "Microsoft.AspNetCore.Http.Connections.",
            "Microsoft.Extensions.DependencyInjection.Abstractions",
        ];

        Assert.All(Client.GetReferencedAssemblies(),
            reference => Assert.Contains(allowed, name => reference.Name!.StartsWith(name, StringComparison.Ordinal)));
    }

    [Fact]
    public void Of_the_service_only_the_demo_is_a_client() =>
        AssertHolds(
            Types.InAssembly(Api).That().DoNotResideInNamespaceStartingWith("LearnML.Api.Demo").ShouldNot().HaveDependencyOn("LearnML.Client"));

    [Fact]
    public void Training_knows_nothing_of_the_web_the_queue_and_the_database() =>
        AssertHolds(Types.InAssembly(Training).ShouldNot().HaveDependencyOnAny("Microsoft.AspNetCore",
            "Hangfire", "Microsoft.EntityFrameworkCore", "LearnML.Api", "LearnML.Client"));

    [Fact]
    public void Only_the_queue_the_runner_and_their_setup_know_Hangfire()
    {
        string[] allowed = ["JobQueue", "JobRunner", "JobSetup", "QueueDashboard"];

        var users = Types.InAssembly(Api).That().HaveDependencyOn("Hangfire").GetTypes().Select(Outermost).Distinct();

        Assert.Empty(users.Select(type => type.Name).Except(allowed));
    }

    [Fact]
    public void Only_storage_knows_SQLite() =>
        AssertHolds(Types.InAssembly(Api).That().DoNotResideInNamespaceStartingWith("LearnML.Api.Storage").ShouldNot()
            .HaveDependencyOnAny("Microsoft.Data.Sqlite", "Microsoft.EntityFrameworkCore.Sqlite"));

    [Fact]
    public void Tensors_never_leave_training()
    {
        AssertHolds(Types.InAssembly(Api).ShouldNot().HaveDependencyOn("TorchSharp"));
        Assert.DoesNotContain(Api.GetReferencedAssemblies(), reference => reference.Name == "TorchSharp");
    }

    [Fact]
    public void What_training_offers_to_others_has_no_tensors()
    {
        const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

        var offered = Training.GetExportedTypes().SelectMany(type => type.GetMembers(Declared)).SelectMany(Signature).ToList();

        Assert.NotEmpty(offered);
        Assert.DoesNotContain(offered, type => type.Assembly.GetName().Name == "TorchSharp");
    }

    private static void AssertHolds(ConditionList rule)
    {
        var result = rule.GetResult();
        Assert.True(result.IsSuccessful, string.Join(", ", result.FailingTypeNames ?? []));
    }

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    private static IEnumerable<Type> Signature(MemberInfo member) => member switch
    {
        MethodBase method =>
        [
            .. method.GetParameters().Select(parameter => parameter.ParameterType),
            .. method is MethodInfo { ReturnType: var type } ? new[] { type } : [],
        ],
        PropertyInfo property => [property.PropertyType],
        FieldInfo field => [field.FieldType],
        _ => [],
    };
}
