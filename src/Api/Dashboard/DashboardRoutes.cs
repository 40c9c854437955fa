namespace LearnML.Api.Dashboard;

internal static class DashboardRoutes
{
    /// <summary>Serves <c>wwwroot</c>: the page at <c>/</c> and its modules, compressed by the build, each with a tag of its content.</summary>
    public static void MapDashboard(this WebApplication app)
    {
        app.MapStaticAssets();
        app.MapGet("/", () => TypedResults.VirtualFile("index.html", "text/html")).ExcludeFromDescription();
    }
}
