using System.IO.Pipelines;
using System.Reflection;
using System.Text.Json;
using LearnML.Api.Documentation;
using LearnML.Api.Requests;
using LearnML.Contracts;
using Microsoft.AspNetCore.Http.Metadata;

namespace LearnML.Api.Jobs.Routes;

/// <summary>
/// A <see cref="JobComparison"/> whose curves are read while the client receives them, so that they are never in memory as a whole.
/// </summary>
/// <param name="jobs">The jobs, in the order of the request.</param>
/// <param name="differences">The fields in which their specs differ.</param>
/// <param name="comparer">Reads the scores and curves.</param>
internal sealed class JobComparisonResult(
    IReadOnlyList<Job> jobs, IReadOnlyList<SpecDifference> differences, JobComparer comparer) : IResult, IEndpointMetadataProvider
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = WireFormat.Options.Encoder };

    private static readonly string CurveName = NameOf(nameof(ComparedJob.Curve));

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(
            new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(JobComparison), [RouteDocumentation.JsonContentType]));

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var cancellationToken = httpContext.RequestAborted;
        httpContext.Response.ContentType = "application/json; charset=utf-8";
        var body = httpContext.Response.BodyWriter;
        await using var json = new Utf8JsonWriter(body, WriterOptions);
        json.WriteStartObject();
        json.WriteStartArray(NameOf(nameof(JobComparison.Jobs)));
        foreach (var job in jobs)
        {
            WriteStart(json, await comparer.ReadScoresAsync(job, cancellationToken));
            await foreach (var page in comparer.ReadCurveAsync(job, jobs.Count, cancellationToken))
            {
                foreach (var point in page)
                {
                    JsonSerializer.Serialize(json, point, WireFormat.Options);
                }

                if (!await FlushAsync(httpContext, json, body))
                {
                    return;
                }
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WritePropertyName(NameOf(nameof(JobComparison.Differences)));
        JsonSerializer.Serialize(json, differences, WireFormat.Options);
        json.WriteEndObject();
        await FlushAsync(httpContext, json, body);
    }

    /// <summary>Writes a job up to its curve.</summary>
    private static void WriteStart(Utf8JsonWriter json, ComparedJob job)
    {
        json.WriteStartObject();
        foreach (var field in JsonSerializer.SerializeToElement(job, WireFormat.Options).EnumerateObject().Where(field => field.Name != CurveName))
        {
            field.WriteTo(json);
        }

        json.WriteStartArray(CurveName);
    }

    private static ValueTask<bool> FlushAsync(HttpContext context, Utf8JsonWriter json, PipeWriter body)
    {
        json.Flush();
        return AnswerFlush.RunAsync(context, body.UnflushedBytes);
    }

    private static string NameOf(string property) => WireFormat.Options.PropertyNamingPolicy!.ConvertName(property);
}
