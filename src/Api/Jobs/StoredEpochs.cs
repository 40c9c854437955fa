using System.Buffers;
using System.Reflection;
using System.Text;
using LearnML.Api.Swagger;
using LearnML.Contracts;
using Microsoft.AspNetCore.Http.Metadata;

namespace LearnML.Api.Jobs;

/// <summary>
/// A result that writes a job's epoch metrics as JSON. The metrics are stored in the JSON of the API, so the stored text is copied without parsing.
/// Parsing and serializing ten thousand epochs would take longer than everything else the dashboard does to show them.
/// </summary>
/// <param name="epochs">The JSON texts, each one <see cref="EpochMetrics"/>.</param>
/// <param name="layers">Whether to include the statistics of each layer.</param>
internal sealed class StoredEpochs(IReadOnlyList<string> epochs, bool layers) : IResult, IEndpointMetadataProvider
{
    private const int FlushBytes = 1 << 16;

    /// <summary>The last JSON property of an epoch. A string value cannot contain this text, because its quotes would be escaped.</summary>
    private const string Layers = "\"layers\":";

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(
            new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(IReadOnlyList<EpochMetrics>), [RouteDocumentation.Json]));

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = "application/json; charset=utf-8";
        var body = httpContext.Response.BodyWriter;
        body.Write("["u8);
        foreach (var (index, epoch) in epochs.Index())
        {
            body.Write(index == 0 ? default : ","u8);
            var end = layers ? -1 : epoch.IndexOf(Layers, StringComparison.Ordinal);
            Encoding.UTF8.GetBytes(end < 0 ? epoch : epoch.AsSpan(0, end + Layers.Length), body);
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
