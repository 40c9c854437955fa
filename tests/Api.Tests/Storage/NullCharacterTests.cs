using System.Net;
using LearnML.Api.Hosting;
using LearnML.Api.Tests.Datasets;
using LearnML.Api.Tests.Hosting;

namespace LearnML.Api.Tests.Storage;

/// <summary>The character U+0000, which PostgreSQL cannot store, is refused wherever a text can enter the database, whichever that is.</summary>
public sealed class NullCharacterTests(SharedPostgresFixture postgres)
{
    private const string Reason = "must not contain the character U+0000";

    public static TheoryData<StorageKind> Storages => TestDatabase.Kinds;

    [Theory]
    [MemberData(nameof(Storages))]
    public async Task Null_character_is_refused(StorageKind storage)
    {
        Assert.SkipUnless(storage == StorageKind.Sqlite || PostgresServer.IsAvailable, PostgresServer.MissingReason);
        using var data = new TemporaryFolder();
        string[] arguments = storage == StorageKind.Sqlite
            ? []
            : ["--LearnML:Storage=postgres", $"--ConnectionStrings:Postgres={await postgres.CreateDatabaseAsync()}"];
        await using var service = await Service.StartAsync(data, null, arguments);
        await service.RunJobAsync(SampleSpecs.Quick with { Model = "written" });

        Check(await service.PostAsync("/api/jobs", """{ "dataset": "a\u0000" }"""), "dataset");
        Check(await service.PostAsync("/api/jobs", """{ "dataset": "glyphs", "network": { "layers": [{ "linear": 3, "share": "\u0000" }] } }"""),
            "network.layers[0].share");
        Check(await PatchAsync("""{ "description": "a\u0000b" }"""), "description");
        Check(await PatchAsync("""{ "tags": { "a": "\u0000" } }"""), "tags.a");
        Check(await PatchAsync("""{ "tags": { "\u0000": "a" } }"""), "tags.\0");
        Check(await service.UploadAsync(FlowersTable.Csv, ("name", "flowers"), ("target", "a\0")), "target");
        Check(await service.UploadAsync(FlowersTable.Csv, ("name", "flowers"), ("missingMarks", """["\u0000"]""")), "missingMarks");
        Check(await service.GetAsync("/api/jobs?model=%00"), "model");
        Check(await service.GetAsync("/api/jobs?dataset=a%00b"), "dataset");
        Check(await UploadAsync("flowers\0.csv"), "file", "has a file name that " + Reason);
        Assert.Contains("U+0000", (await UploadLateAsync()).ShouldBeProblem(HttpStatusCode.BadRequest).GetErrors("file"), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(data["uploads"]));

        Task<ApiResponse> PatchAsync(string body) => service.SendJsonAsync(HttpMethod.Patch, "/api/models/written", body);

        async Task<ApiResponse> UploadAsync(string fileName)
        {
            using var form = new MultipartFormDataContent { { new StringContent("flowers"), "name" } };
            var file = new StringContent(FlowersTable.Csv);
            file.Headers.Add("Content-Disposition", $"form-data; name=file; filename*=UTF-8''{Uri.EscapeDataString(fileName)}");
            form.Add(file);
            return await service.PostFormAsync("/api/datasets", form);
        }

        // The class stands behind the part of the file that determines its format.
        Task<ApiResponse> UploadLateAsync() => service.UploadAsync(
            FlowersTable.Csv + string.Concat(Enumerable.Repeat(FlowersTable.Csv.TrimEnd().Split('\n')[^1] + "\n", 20_000))
                + FlowersTable.Csv.TrimEnd().Split('\n')[^1] + "\0\n", ("name", "flowers"));
    }

    private static void Check(ApiResponse response, string field, string reason = Reason) =>
        Assert.Equal(reason, response.ShouldBeProblem(HttpStatusCode.BadRequest).GetErrors(field));
}
