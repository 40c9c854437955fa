using LearnML.Api.Models.Registry;
using LearnML.Api.Storage;
using LearnML.Api.Tests.Hosting;
using LearnML.Api.Tests.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace LearnML.Api.Tests.Models.Registry;

/// <summary>The registry, with a second process that uses a version number first.</summary>
public sealed class ModelStoreTests
{
    [Fact]
    public async Task Concurrently_used_version_number_is_logged_and_the_next_one_is_used()
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

        var options = new DbContextOptionsBuilder<SqliteContext>(baseOptions.Options)
            .AddInterceptors(
                new ConcurrentVersionInterceptor(() => concurrent.AddAsync(SampleRows.CreateVersion("taken"), CancellationToken.None))).Options;
        var models = new ModelStore(
            new DelegateContextFactory(() => new SqliteContext(options)), TimeProvider.System, factory.CreateLogger<ModelStore>());

        var added = await models.AddAsync(SampleRows.CreateVersion("taken"), TestContext.Current.CancellationToken);

        Assert.Equal(2, added.Version);
        Assert.Contains("Attempt 1 to write", log.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Attempt 2 to write", log.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Adds a version before the first write.</summary>
    private sealed class ConcurrentVersionInterceptor(Func<Task> add) : SaveChangesInterceptor
    {
        private bool hasAdded;

        public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(
            DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            if (!hasAdded)
            {
                hasAdded = true;
                await add();
            }

            return result;
        }
    }
}
