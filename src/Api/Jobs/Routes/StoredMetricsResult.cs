using System.Buffers;
using System.Reflection;
using System.Text;
using LearnML.Api.Documentation;
using LearnML.Contracts;
using Microsoft.AspNetCore.Http.Metadata;

namespace LearnML.Api.Jobs.Routes;

/// <summary>
/// A result that writes a job's epoch metrics as JSON. The metrics are stored in the JSON of the API, so the stored text is copied without parsing.
/// Parsing and serializing ten thousand epochs would take longer than everything else the dashboard does to show them.
/// </summary>
/// <param name="epochs">The JSON texts, each one <see cref="EpochMetrics"/>.</param>
/// <param name="includeLayers">Whether to include the statistics of each layer.</param>
internal sealed class StoredMetricsResult(IReadOnlyList<string> epochs, bool includeLayers) : IResult, IEndpointMetadataProvider
{
    private const int FlushBytes = 1 << 16;

    /// <summary>The last JSON property of an epoch. A string value cannot contain this text, because its quotes would be escaped.</summary>
    private const string LayersProperty = "\"layers\":";

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(
            new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(IReadOnlyList<EpochMetrics>), [RouteDocumentation.JsonContentType]));

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = "application/json; charset=utf-8";
        var body = httpContext.Response.BodyWriter;
        body.Write("["u8);
        foreach (var (index, epoch) in epochs.Index())
        {
            body.Write(index == 0 ? default : ","u8);
            var end = includeLayers ? -1 : epoch.IndexOf(LayersProperty, StringComparison.Ordinal);
            Encoding.UTF8.GetBytes(end < 0 ? epoch : epoch.AsSpan(0, end + LayersProperty.Length), body);
            if (end >= 0)
            {
                body.Write("[]}"u8);
            }

            if (body.UnflushedBytes > FlushBytes)
            {
                await body.FlushAsync(httpContext.RequestAborted);
            }
        }

        body.Write("]"u8);
        await body.FlushAsync(httpContext.RequestAborted);
    }
}
