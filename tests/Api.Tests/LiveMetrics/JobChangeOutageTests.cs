using LearnML.Api.LiveMetrics;
using LearnML.Api.Storage.Jobs;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LearnML.Api.Tests.LiveMetrics;

/// <summary>While the database is unavailable, the changes of jobs wait, and the log says so once.</summary>
public sealed class JobChangeOutageTests(SharedFixture fixture)
{
    [Fact]
    public async Task Outage_is_logged_once()
    {
        using var log = new LogCollector();
        using var logs = LoggerFactory.Create(logging => logging.AddProvider(log));
        var attempts = 0;
        var jobs = new JobStore(new DelegateContextFactory(() =>
        {
            attempts++;
            throw new SqliteException("database is locked", 5);
        }));
        using var notifier = new JobChangeNotifier(
            jobs, fixture.Service.Services.GetRequiredService<IHubContext<TrainingHub, ITrainingClient>>(), logs.CreateLogger<JobChangeNotifier>());
        await notifier.StartAsync(TestContext.Current.CancellationToken);

        notifier.Notify(Guid.NewGuid());

        await Deadline.UntilAsync(() => Volatile.Read(ref attempts) >= 3);
        await notifier.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, log.ToString().Split("database is locked").Length);
    }
}
