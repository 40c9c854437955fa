using System.Text;
using LearnML.Api.Tests.Fuzzing;
using LearnML.Api.Tests.Hosting;
using LearnML.Api.Tests.Swagger;

namespace LearnML.Api.Tests.Hostile;

/// <summary>Names that point out of the data folder: nothing there is read, and nothing is written.</summary>
[Collection(HostileClientCollection.Name)]
public sealed class PathTraversalTests(HostileClientFixture fixture)
{
    private readonly Service service = fixture.Service;

    /// <summary>Ways to write the file beside the data folder, as they stand in a path.</summary>
    private IReadOnlyList<string> Paths =>
    [
        "../secret.txt", "../../secret.txt", "..%2fsecret.txt", "..%2f..%2f..%2fsecret.txt", "%2e%2e%2fsecret.txt",
        "%2e%2e/secret.txt", "..%5csecret.txt", "%2e%2e%5c%2e%2e%5csecret.txt", "....//secret.txt",
        "%c0%ae%c0%ae%c0%afsecret.txt", "%e0%80%ae%e0%80%ae%e0%80%afsecret.txt", "%252e%252e%252fsecret.txt", "..%00%2fsecret.txt",
        "..%2fsecret.txt%00.csv", "..%2fsecret.txt%23", "#/../secret.txt", "%23%2f..%2fsecret.txt",
        "..;/secret.txt", "..%2f", "%2e%2e", "~%2fsecret.txt", $"{fixture.Root}/secret.txt", Uri.EscapeDataString($"{fixture.Root}/secret.txt"),
        "file:%2f%2f" + Uri.EscapeDataString($"{fixture.Root}/secret.txt"),
    ];

    /// <summary>The same as they stand in JSON and forms.</summary>
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
        using var wire = new RawHttpConnection(service.Address);
        foreach (var operation in document.Operations.Where(operation => operation.PathParameters.Count > 0))
        {
            foreach (var path in Paths)
            {
                foreach (var attacked in operation.PathParameters.Select(parameter => $"{{{parameter["name"]}}}"))
                {
                    var target = operation.Path.Replace(
                        attacked, path, StringComparison.Ordinal).Replace("{name}", HostileClientFixture.Model, StringComparison.Ordinal)
                        .Replace("{version}", "1", StringComparison.Ordinal).Replace("{alias}",
                            "champion", StringComparison.Ordinal).Replace("{path}", "0.weight", StringComparison.Ordinal);
                    var body = operation.Body is null ? null : "{}"u8.ToArray();
                    AssertHarmless(wire.Send(new RawHttpRequest(operation.Method.ToUpperInvariant(),
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
        using var wire = new RawHttpConnection(service.Address);
        foreach (var target in Paths.SelectMany(
            path => new[] { "/" + path, "/styles/" + path, "/swagger/" + path, "/hangfire/" + path, "/v2/models/" + path }))
        {
            AssertHarmless(wire.Send(new RawHttpRequest("GET", target)), target);
        }
    }

    [Fact]
    public async Task Names_in_bodies_do_not_leave_the_data_folder()
    {
        var before = ListOutsideFiles();
        foreach (var name in Names)
        {
            var text = System.Text.Json.JsonSerializer.Serialize(name);
            ApiResponse[] answers =
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
            Assert.All(answers, answer => Assert.True((int)answer.Status is 400, $"{name}: {answer.Status} {answer.Body}"));
            Assert.All(answers, answer => Assert.DoesNotContain(HostileClientFixture.Secret, answer.Body, StringComparison.Ordinal));
        }

        Assert.Equal(before, ListOutsideFiles());
    }

    /// <summary>A caller names the file of an upload as well, which is only told again.</summary>
    [Fact]
    public void Names_of_uploaded_files_do_not_leave_the_data_folder()
    {
        var before = ListOutsideFiles();
        using var wire = new RawHttpConnection(service.Address);
        foreach (var (number, name) in Names.Where(name => !name.Contains('\0', StringComparison.Ordinal)).Index())
        {
            var form = $"--b\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nnamed-{number}\r\n--b\r\n"
                + $"Content-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\na,b\n1,2\n3,4\n\r\n--b--\r\n";
            var answer = wire.Send(new RawHttpRequest("POST", "/api/datasets")
            {
                ContentType = "multipart/form-data; boundary=b",
                Body = Encoding.UTF8.GetBytes(form),
            });
            Assert.True(answer.Status is 201 or 400, Encoding.UTF8.GetString(answer.Body.Span));
        }

        Assert.Equal(before, ListOutsideFiles());
        Assert.All(Directory.EnumerateFiles(Path.Combine(fixture.Data, "uploads")),
            file => Assert.Matches("^[0-9a-f]{64}\\.csv$", Path.GetFileName(file)));
    }

    private static void AssertHarmless(RawHttpResponse answer, string target)
    {
        var body = Encoding.UTF8.GetString(answer.Body.Span);
        Assert.True(answer.Status < 500, $"{target}: {answer.Status} {body}");
        Assert.DoesNotContain(HostileClientFixture.Secret, body, StringComparison.Ordinal);
    }

    /// <summary>Everything beside the data folder, with what is in it.</summary>
    private IReadOnlyList<string> ListOutsideFiles() =>
    [
        .. Directory.EnumerateFiles(fixture.Root, "*", SearchOption.AllDirectories).Where(file => !file.StartsWith(
            fixture.Data, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(file => $"{file}: {File.ReadAllText(file)}"),
        .. Directory.EnumerateFileSystemEntries(Path.GetTempPath(), "secret*"),
    ];
}
