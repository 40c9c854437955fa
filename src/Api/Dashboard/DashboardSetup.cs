namespace LearnML.Api.Dashboard;

internal static class DashboardSetup
{
    private static readonly string[] Compressed = ["text/html", "text/css", "text/javascript", "image/svg+xml"];

    public static IServiceCollection AddDashboard(this IServiceCollection services) => services.AddResponseCompression(compression =>
    {
        compression.EnableForHttps = true; // The files hold no secrets.
        compression.MimeTypes = Compressed;
    });

    /// <summary>
    /// Serves the folder <c>wwwroot</c>, with <c>index.html</c> at <c>/</c>. Browsers check before each use whether a file has changed, so that
    /// files of two versions never mix.
    /// </summary>
    public static void UseDashboard(this WebApplication app) => app.UseWhen(context => context.GetEndpoint() is null, files => files
        .UseResponseCompression()
        .UseDefaultFiles()
        .UseStaticFiles(new StaticFileOptions { OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = "no-cache" }));
}
