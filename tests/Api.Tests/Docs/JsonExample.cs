using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;
using LearnML.Training.Tests.Datasets;
using Microsoft.Extensions.Configuration;

namespace LearnML.Api.Tests.Docs;

/// <summary>
/// Checks the JSON of a page. A spec, which has a <c>dataset</c>, must be valid. A part of a spec, or a list of layers, must be valid on some
/// dataset. Settings must be valid. Anything else must be JSON.
/// </summary>
internal static class JsonExample
{
    private const string Preview = "/api/jobs/preview";

    private static readonly string[] Settings = ["LearnML", "Urls", "ConnectionStrings", "Logging", "Authentication", "Kestrel"];

    /// <summary>A table for examples that use one without making it.</summary>
    public static string Houses { get; } = string.Concat(
    [
        "rooms,street,price\n",
        .. Enumerable.Range(0, 100).Select(row => $"{row % 7},{(row % 2 == 0 ? "Pave" : "Grvl")},{1000 + (row % 7 * 100)}\n"),
    ]);

    /// <summary>Checks a block.</summary>
    /// <param name="where">The place of the block, for messages.</param>
    /// <param name="text">The block.</param>
    /// <param name="service">Previews specs.</param>
    public static async Task CheckAsync(string where, string text, Service service)
    {
        var json = JsonNode.Parse(text);
        if (json is JsonArray layers)
        {
            json = new JsonObject { ["network"] = new JsonObject { ["layers"] = layers } };
        }

        if (json is not JsonObject { Count: > 0 } fields)
        {
            return;
        }

        if (fields.All(field => Settings.Contains(field.Key)))
        {
            ExamplePrograms.CheckSettings(where, Flat(text));
        }
        else if (fields.ContainsKey("dataset"))
        {
            await AddTableAsync(fields["dataset"]!, service);
            var problem = await ErrorsAsync(fields, service);
            Assert.True(problem is null, $"{where}: the spec is not valid: {problem}");
        }
        else if (fields.All(field => IsSpecField(field.Key)))
        {
            var errors = new List<string?>();
            foreach (var dataset in new[] { "glyphs", "polynomial", "kaggle-house" })
            {
                fields["dataset"] = dataset;
                errors.Add(await ErrorsAsync(fields, service));
            }

            Assert.True(errors.Contains(null), $"{where}: the spec is not valid on any dataset: {string.Join('\n', errors)}");
        }
    }

    private static bool IsSpecField(string name) =>
        typeof(JobSpec).GetProperties().Any(property => property.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Uploads the table of a spec that the page uses without making it.</summary>
    private static async Task AddTableAsync(JsonNode dataset, Service service)
    {
        var name = dataset.GetValue<string>();
        if ((await service.Client.Datasets.ListAsync(TestContext.Current.CancellationToken)).All(known => known.Name != name))
        {
            await service.UploadAsync(Houses, ("name", name), ("target", "price"));
        }
    }

    private static async Task<string?> ErrorsAsync(JsonObject spec, Service service)
    {
        var answer = await service.PostAsync(Preview, spec.ToJsonString());
        // Without the real datasets, specs on them cannot be checked.
        return (answer.Status == HttpStatusCode.ServiceUnavailable && !RealDatasets.Available)
            || (answer.Status == HttpStatusCode.OK && answer.Read<JobPreview>().Errors.Count == 0) ? null : answer.Body;
    }

    private static IEnumerable<string> Flat(string text)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        var settings = new ConfigurationBuilder().AddJsonStream(stream).Build();
        return [.. settings.AsEnumerable().Where(setting => setting.Value is not null).Select(setting => $"--{setting.Key}={setting.Value}")];
    }
}
