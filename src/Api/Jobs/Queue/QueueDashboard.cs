using Hangfire;
using LearnML.Api.Access.Scopes;
using LearnML.Api.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Jobs.Queue;

/// <summary>The Hangfire dashboard, for administrators. It is read-only unless <see cref="LearnMLOptions.WritableQueueDashboard"/> is set.</summary>
internal static class QueueDashboard
{
    public static void MapQueueDashboard(this WebApplication app, LearnMLOptions settings) =>
        app.MapHangfireDashboard("/hangfire", new DashboardOptions
        {
            // The scope of the route authorizes. Hangfire's default filter would admit every caller of this machine.
            Authorization = [],
            IsReadOnlyFunc = _ => !settings.WritableQueueDashboard,
            DashboardTitle = "LearnML",
            DisplayStorageConnectionString = false,
            AppPath = "/",
        }).RequireScope(Scope.Admin);
}
