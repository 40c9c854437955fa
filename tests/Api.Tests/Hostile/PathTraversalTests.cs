using System.Text;
using LearnML.Api.Tests.Fuzzing;
using LearnML.Api.Tests.Hosting;
using LearnML.Api.Tests.Swagger;

namespace LearnML.Api.Tests.Hostile;

/// <summary>Names that point outside the data folder. The service neither reads nor writes there.</summary>
[Collection(HostileClientCollection.Name)]
public sealed class PathTraversalTests(HostileClientFixture fixture)
{
    private readonly Service service = fixture.Service;

    /// <summary>Spellings of the path to the file outside the data folder, for use in URLs.</summary>
    private IReadOnlyList<string> Paths =>
    [
        "../secret.txt", "../../secret.txt", "..%2fsecret.txt", "..%2f..%2f..%2fsecret.txt", "%2e%2e%2fsecret.txt",
        "%2e%2e/secret.txt", "..%5csecret.txt", "%2e%2e%5c%2e%2e%5csecret.txt", "....//secret.txt",
        "%c0%ae%c0%ae%c0%afsecret.txt", "%e0%80%ae%e0%80%ae%e0%80%afsecret.txt", "%252e%252e%252fsecret.txt", "..%00%2fsecret.txt",
        "..%2fsecret.txt%00.csv", "..%2fsecret.txt%23", "#/../secret.txt", "%23%2f..%2fsecret.txt",
        "..;/secret.txt", "..%2f", "%2e%2e", "~%2fsecret.txt", $"{fixture.Root}/secret.txt", Uri.EscapeDataString($"{fixture.Root}/secret.txt"),
        "file:%2f%2f" + Uri.EscapeDataString($"{fixture.Root}/secret.txt"),
    ];

    /// <summary>Spellings of the path for use in JSON and forms.</summary>
    private IReadOnlyList<string> Names =>
        [
            "../secret.txt", "../../secret.txt", "..\\secret.txt", "%2e%2e%2fsecret.txt", "..%2fsecret.txt", "secret.txt\0.csv",
            "..", ".", "#", "a/../../secret", $"{fixture.Root}/secret.txt", $"file://{fixture.Root}/secret.txt",
            "\u2025/secret.txt", "a/b", "/", "",
        ];

    [Fact]
    public async Task Route_names_do_not_leave_the_data_folder()
    {
        var before = ListOutsideFiles();
        var document = await SwaggerDocument.ReadAsync(service);
        using var http = new RawHttpConnection(service.Address);
        foreach (var operation in document.Operations.Where(operation => operation.PathParameters.Count > 0))
        {
            foreach (var path in Paths)
            {
                foreach (var placeholder in operation.PathParameters.Select(parameter => $"{{{parameter["name"]}}}"))
                {
                    var target = operation.Path.Replace(
                        placeholder, path, StringComparison.Ordinal).Replace("{name}", HostileClientFixture.Model, StringComparison.Ordinal)
                        .Replace("{version}", "1", StringComparison.Ordinal).Replace("{alias}",
                            "champion", StringComparison.Ordinal).Replace("{path}", "0.weight", StringComparison.Ordinal);
                    var body = operation.Body is null ? null : "{}"u8.ToArray();
                    AssertHarmless(http.Send(new RawHttpRequest(operation.Method.ToUpperInvariant(),
                        target)
                    { ContentType = body is null ? null : "application/json", Body = body ?? (operation.Method == "post" ? [] : null) }),
                        target);
                }
            }
        }

        Assert.Equal(before, ListOutsideFiles());
    }

    [Fact]
    public void Static_file_paths_do_not_leave_the_data_folder()
    {
        using var http = new RawHttpConnection(service.Address);
        foreach (var target in Paths.SelectMany(
            path => new[] { "/" + path, "/styles/" + path, "/swagger/" + path, "/hangfire/" + path, "/v2/models/" + path }))
        {
            AssertHarmless(http.Send(new RawHttpRequest("GET", target)), target);
        }
    }

    [Fact]
    public async Task Names_in_bodies_do_not_leave_the_data_folder()
    {
        var before = ListOutsideFiles();
        foreach (var name in Names)
        {
            var text = System.Text.Json.JsonSerializer.Serialize(name);
            ApiResponse[] responses =
            [
                await service.PostAsync("/api/jobs", $$"""{ "dataset": {{text}} }"""),
                await service.PostAsync("/api/jobs", $$"""{ "dataset": "glyphs", "model": {{text}} }"""),
                await service.PostAsync("/api/jobs", $$"""{ "dataset": "glyphs", "training": { "epochs": 0, "device": {{text}} } }"""),
                await service.PostAsync("/api/recipes/glyphs/jobs", $$"""{ "model": {{text}} }"""),
                await service.UploadAsync("a,b\n1,2\n3,4\n", ("name", name)),
                await service.UploadAsync("a,b\n1,2\n3,4\n", ("name", "right"), ("target", name + "/")),
                await service.ImportAsync(fixture.ModelFile, ("name", name + "/")),
                await service.ImportAsync(fixture.ReadModelFile().With("spec.model", text).With("spec.dataset", text).ToBytes()),
            ];
            Assert.All(responses, response => Assert.True((int)response.Status is 400, $"{name}: {response.Status} {response.Body}"));
            Assert.All(responses, response => Assert.DoesNotContain(HostileClientFixture.Secret, response.Body, StringComparison.Ordinal));
        }

        Assert.Equal(before, ListOutsideFiles());
    }

    /// <summary>The service only returns the file name of an upload and never opens it.</summary>
    [Fact]
    public void Names_of_uploaded_files_do_not_leave_the_data_folder()
    {
        var before = ListOutsideFiles();
        using var http = new RawHttpConnection(service.Address);
        foreach (var (number, name) in Names.Where(name => !name.Contains('\0', StringComparison.Ordinal)).Index())
        {
            var form = $"--b\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nnamed-{number}\r\n--b\r\n"
                + $"Content-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\na,b\n1,2\n3,4\n\r\n--b--\r\n";
            var response = http.Send(new RawHttpRequest("POST", "/api/datasets")
            {
                ContentType = "multipart/form-data; boundary=b",
                Body = Encoding.UTF8.GetBytes(form),
            });
            Assert.True(response.Status is 201 or 400, Encoding.UTF8.GetString(response.Body.Span));
        }

        Assert.Equal(before, ListOutsideFiles());
        Assert.All(Directory.EnumerateFiles(Path.Combine(fixture.Data, "uploads")),
            file => Assert.Matches("^[0-9a-f]{64}\\.csv$", Path.GetFileName(file)));
    }

    private static void AssertHarmless(RawHttpResponse response, string target)
    {
        var body = Encoding.UTF8.GetString(response.Body.Span);
        Assert.True(response.Status < 500, $"{target}: {response.Status} {body}");
        Assert.DoesNotContain(HostileClientFixture.Secret, body, StringComparison.Ordinal);
    }

    /// <summary>All files outside the data folder with their content.</summary>
    private IReadOnlyList<string> ListOutsideFiles() =>
    [
        .. Directory.EnumerateFiles(fixture.Root, "*", SearchOption.AllDirectories).Where(file => !file.StartsWith(
            fixture.Data, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(file => $"{file}: {File.ReadAllText(file)}"),
        .. Directory.EnumerateFileSystemEntries(Path.GetTempPath(), "secret*"),
    ];
}
