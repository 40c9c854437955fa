using LearnML.Api.Models.Registry;
using LearnML.Api.Storage;
using LearnML.Api.Tests.Hosting;
using LearnML.Api.Tests.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace LearnML.Api.Tests.Models.Registry;

/// <summary>The registry, with a second process that adds a version at the same time. SQLite lets one of them wait.</summary>
public sealed class ModelStoreTests
{
    [Fact]
    public async Task A_version_that_is_added_at_the_same_time_waits_and_gets_the_next_number()
    {
        using var data = new TemporaryFolder();
        using var log = new LogCollector();
        using var factory = LoggerFactory.Create(logging => logging.AddProvider(log));
        var baseOptions = new DbContextOptionsBuilder<SqliteContext>().UseSqlite($"Data Source={data["learnml.db"]};Pooling=False");
        var concurrent = new ModelStore(
            new DelegateContextFactory(() => new SqliteContext(baseOptions.Options)), TimeProvider.System, factory.CreateLogger<ModelStore>());
        await using (var context = new SqliteContext(baseOptions.Options))
        {
            await context.Database.MigrateAsync(TestContext.Current.CancellationToken);
        }

        var second = Task.FromResult(SampleRows.CreateVersion("taken"));
        var options = new DbContextOptionsBuilder<SqliteContext>(baseOptions.Options)
            .AddInterceptors(new ConcurrentVersionInterceptor(
                () => second = Task.Run(() => concurrent.AddAsync(SampleRows.CreateVersion("taken"), CancellationToken.None)))).Options;
        var models = new ModelStore(
            new DelegateContextFactory(() => new SqliteContext(options)), TimeProvider.System, factory.CreateLogger<ModelStore>());

        var added = await models.AddAsync(SampleRows.CreateVersion("taken"), TestContext.Current.CancellationToken);

        Assert.Equal((1, 2), (added.Version, (await second).Version));
        Assert.DoesNotContain("to write", log.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Starts to add a version before the first write.</summary>
    private sealed class ConcurrentVersionInterceptor(Action add) : SaveChangesInterceptor
    {
        private bool hasAdded;

        public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
            DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            if (!hasAdded)
            {
                hasAdded = true;
                add();
            }

            return ValueTask.FromResult(result);
        }
    }
}
