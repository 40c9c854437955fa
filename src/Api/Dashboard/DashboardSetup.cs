using Microsoft.AspNetCore.StaticFiles;

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
    public static void UseDashboard(this WebApplication app)
    {
        // A file without a known content type is not served. With --webroot src/Api/wwwroot, this applies to the README for developers.
        var contentTypes = new FileExtensionContentTypeProvider();
        contentTypes.Mappings.Remove(".md");
        var options = new StaticFileOptions
        {
            ContentTypeProvider = contentTypes,
            OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = "no-cache",
        };
        app.UseWhen(context => context.GetEndpoint() is null, files => files
            .UseResponseCompression()
            .UseDefaultFiles()
            .UseStaticFiles(options));
    }
}
