using Hangfire;
using LearnML.Api.Access;
using LearnML.Contracts;

namespace LearnML.Api.Jobs;

/// <summary>Hangfire's own pages: for administrators, and to look at unless the settings allow more.</summary>
internal static class QueueDashboard
{
    public static void MapQueueDashboard(this WebApplication app, LearnMLOptions settings) => app.MapHangfireDashboard("/hangfire", new DashboardOptions
    {
        // The route's scope decides; this would let in this machine's callers, whoever they are.
        Authorization = [],
        IsReadOnlyFunc = _ => !settings.WritableQueueDashboard,
        DashboardTitle = "LearnML",
        DisplayStorageConnectionString = false,
        AppPath = "/",
    }).For(Scope.Admin);
}
