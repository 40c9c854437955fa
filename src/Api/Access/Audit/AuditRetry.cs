namespace LearnML.Api.Access.Audit;

/// <summary>Every second stores the audit lines that could not be stored before, and once more when the service ends.</summary>
/// <param name="audit">The audit log.</param>
/// <param name="time">The clock.</param>
internal sealed class AuditRetry(AuditLog audit, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await audit.StorePendingAsync();
        audit.LogLost();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await audit.StorePendingAsync();
        }
    }
}
