using System.Buffers;
using System.Reflection;
using System.Text;
using LearnML.Api.Swagger;
using LearnML.Contracts;
using Microsoft.AspNetCore.Http.Metadata;

namespace LearnML.Api.Jobs;

/// <summary>
/// A job's epochs as an answer. They are stored as they are told, so they are passed on as they lie: to read and write ten thousand anew takes longer than all else
/// that a page does to show them.
/// </summary>
/// <param name="epochs">Each an <see cref="EpochMetrics"/> in JSON.</param>
/// <param name="layers">Whether to tell what was measured of each layer.</param>
internal sealed class StoredEpochs(IReadOnlyList<string> epochs, bool layers) : IResult, IEndpointMetadataProvider
{
    private const int FlushBytes = 1 << 16;

    /// <summary>The last member of an epoch; in a text, its quotes would be escaped.</summary>
    private const string Layers = "\"layers\":";

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(IReadOnlyList<EpochMetrics>), [RouteDocumentation.Json]));

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
