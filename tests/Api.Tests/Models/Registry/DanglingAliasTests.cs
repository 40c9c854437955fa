using LearnML.Api.Hosting;
using LearnML.Api.Models.Registry;
using LearnML.Api.Tests.Hosting;
using LearnML.Api.Tests.Storage;
using LearnML.Contracts;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace LearnML.Api.Tests.Models.Registry;

/// <summary>Aliases of deleted versions, which earlier versions of LearnML left behind, are deleted at the start.</summary>
public sealed class DanglingAliasTests(SharedPostgresFixture postgres)
{
    public static TheoryData<StorageKind> Storages => TestDatabase.Kinds;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Storages))]
    public async Task Only_aliases_of_deleted_versions_are_deleted(StorageKind storage)
    {
        using var database = await TestDatabase.CreateAsync(storage, postgres);
        var models = new ModelStore(database.Contexts, TimeProvider.System, NullLogger<ModelStore>.Instance);
        var aliases = new ModelAliases(database.Contexts, NullLogger<ModelAliases>.Instance);
        for (var version = 1; version <= 2; version++)
        {
            await models.AddAsync(SampleRows.CreateVersion("swept"), Token);
            await aliases.SetAsync("swept", $"alias-{version}", version, Token);
        }

        await using (var context = database.Contexts.CreateDbContext())
        {
            await context.ModelVersions.Where(row => row.Version == 2)
                .ExecuteUpdateAsync(row => row.SetProperty(version => version.DeletedAt, DateTimeOffset.UnixEpoch), Token);
        }

        await aliases.RemoveDanglingAsync(Token);

        Assert.Equal(["alias-1"], (await models.FindAsync("swept", Token))!.Aliases.Keys);
    }

    [Fact]
    public async Task Start_deletes_them_and_the_newest_version_serves()
    {
        using var data = new TemporaryFolder();
        await using (var service = await Service.StartAsync(data))
        {
            await service.RunJobAsync(SampleSpecs.Quick with { Model = "swept" });
            await service.RunJobAsync(SampleSpecs.Quick with { Model = "swept" });
            await service.SendJsonAsync(HttpMethod.Put, "/api/models/swept/aliases/champion", """{ "version": 2 }""");
        }

        await using (var connection = new SqliteConnection($"Data Source={data["learnml.db"]};Pooling=False"))
        {
            await connection.OpenAsync(Token);
            await using var command = connection.CreateCommand();
            command.CommandText = "UPDATE ModelVersions SET DeletedAt = 1 WHERE Version = 2";
            await command.ExecuteNonQueryAsync(Token);
        }

        await using var restarted = await Service.StartAsync(data);

        var model = await restarted.GetAsync<Model>("/api/models/swept");
        Assert.Empty(model.Aliases);
        Assert.Equal(1, model.Serves);
        Assert.Contains("The alias champion of the model swept is deleted", restarted.Output, StringComparison.Ordinal);
    }
}
