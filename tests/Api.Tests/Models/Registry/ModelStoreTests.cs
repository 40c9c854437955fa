using LearnML.Api.Models.Registry;
using LearnML.Api.Storage;
using LearnML.Api.Tests.Hosting;
using LearnML.Api.Tests.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace LearnML.Api.Tests.Models.Registry;

/// <summary>The registry alone, with a second process that takes a number first.</summary>
public sealed class ModelStoreTests
{
    [Fact]
    public async Task A_number_that_is_taken_meanwhile_is_logged_and_the_next_one_is_used()
    {
        using var data = new TemporaryFolder();
        using var lines = new LogCollector();
        using var factory = LoggerFactory.Create(logging => logging.AddProvider(lines));
        var options = new DbContextOptionsBuilder<SqliteContext>().UseSqlite($"Data Source={data["learnml.db"]};Pooling=False");
        var log = factory.CreateLogger<ModelStore>();
        var other = new ModelStore(new DelegateContextFactory(() => new SqliteContext(options.Options)), TimeProvider.System, log);
        await using (var context = new SqliteContext(options.Options))
        {
            await context.Database.MigrateAsync(TestContext.Current.CancellationToken);
        }

        var taken = new DbContextOptionsBuilder<SqliteContext>(options.Options)
            .AddInterceptors(new TakenNumber(() => other.AddAsync(SampleRows.Version("taken"), CancellationToken.None))).Options;
        var models = new ModelStore(new DelegateContextFactory(() => new SqliteContext(taken)), TimeProvider.System, log);

        var added = await models.AddAsync(SampleRows.Version("taken"), TestContext.Current.CancellationToken);

        Assert.Equal(2, added.Version);
        Assert.Contains("Attempt 1 to write", lines.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Attempt 2 to write", lines.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Adds a version before the first write.</summary>
    private sealed class TakenNumber(Func<Task> add) : SaveChangesInterceptor
    {
        private bool isTaken;

        public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(
            DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            if (!isTaken)
            {
                isTaken = true;
                await add();
            }

            return result;
        }
    }
}
