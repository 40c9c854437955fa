using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using LearnML.Api.Hosting;
using LearnML.Api.Tests.Access;
using LearnML.Api.Tests.Datasets;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Fuzzing;

/// <summary>
/// Sends random and damaged requests with all kinds of keys to every route of the Open Inference Protocol and to the hub, which are not in the
/// Swagger document. None fails, and every answer is small. The environment variable <c>SEED</c> draws other requests.
/// </summary>
public sealed class ProtocolFuzzTests(SharedPostgresFixture postgres) : IDisposable
{
    private const int Connections = 4;
    private const int MessagesPerConnection = 12;
    private const int MaximumAnswerBytes = 1 << 18;
    private const string Model = "flowers";

    private static readonly int Requests = LongRuns.Choose(normal: 2_000, whenLong: 50_000);
    private static readonly int HubConnections = LongRuns.Choose(normal: 60, whenLong: 2_000);
    private static readonly int Seed = int.TryParse(Environment.GetEnvironmentVariable("SEED"),
        NumberStyles.Integer, CultureInfo.InvariantCulture, out var seed) ? seed : 20261129;

    private static readonly string[] GetPaths =
    [
        "/v2", "/v2/health/live", "/v2/health/ready", "/v2/models", "/v2/models/stats", "/v2/models/{0}", "/v2/models/{0}/ready",
        "/v2/models/{0}/config", "/v2/models/{0}/stats", "/v2/models/{0}/versions/{1}", "/v2/models/{0}/versions/{1}/ready",
        "/v2/models/{0}/versions/{1}/config", "/v2/models/{0}/versions/{1}/stats", "/v2/{0}", "/v2/models/{0}/{1}",
    ];

    private static readonly string[] PostPaths = ["/v2/repository/index", "/v2/models/{0}/infer", "/v2/models/{0}/versions/{1}/infer"];
    private static readonly string[] Names = [Model, Model, Model, "nobody", "..", "%00", "a%2Fb", "%FF", new('x', 4_000), "%E2%80%AE"];
    private static readonly string[] Versions = ["1", "1", "1", "0", "-1", "2", "99999999999999999999", "x", "1.0"];

    private static readonly string[] Bodies =
    [
        """{"ready":true}""",
        """
        {"id":"a","inputs":[{"name":"petal","datatype":"FP64","shape":[2],"data":[9,1]},
        {"name":"sepal","datatype":"FP32","shape":[2,1],"data":[[5.5],[1]]},
        {"name":"colour","datatype":"BYTES","shape":[2],"data":["red","blue"]},
        {"name":"garden","datatype":"BYTES","shape":[2],"data":["g1","g2"]},
        {"name":"price","datatype":"INT32","shape":[2],"data":[40,3]}],"outputs":[{"name":"probabilities","parameters":{"binary_data":true}}]}
        """,
        """
        {"inputs":[{"name":"rows","datatype":"BYTES","shape":[1,5],"data":["9","5.5","red","g1","40"]}],"parameters":{"binary_data_output":true}}
        """,
    ];

    private readonly TemporaryFolder data = new();

    public static TheoryData<StorageKind> Kinds => TestDatabase.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Damaged_requests_never_fail_and_have_small_answers(StorageKind kind)
    {
        Assert.SkipUnless(kind == StorageKind.Sqlite || PostgresServer.IsAvailable, PostgresServer.MissingReason);
        string[] storage = kind == StorageKind.Sqlite
            ? [] : ["--LearnML:Storage=postgres", $"--ConnectionStrings:Postgres={await postgres.CreateDatabaseAsync()}"];
        var admin = await SecuredServiceFixture.CreateFirstKeyAsync(data, ["--scope", "admin", "--name", "boss", .. storage]);
        await using var service = await Service.StartAsync(data, null, ["--LearnML:RequireKeys=true", .. storage]);
        await using var boss = service.WithKey(admin);
        await boss.UploadAsync(FlowersTable.Csv, ("name", Model), ("target", "kind"));
        var job = await boss.RunJobAsync(SampleSpecs.Quick with { Dataset = Model });
        Assert.True(job.State == JobState.Succeeded, job.Error);
        var keys = new Keys(await CreateKeyAsync(boss, Scope.Predict), await CreateKeyAsync(boss, Scope.Read), admin);

        var failures = new ConcurrentQueue<string>();
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(connection => Task.Factory.StartNew(
            () => SendRequests(service.Address, keys, connection, failures), CancellationToken.None, TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));
        await Parallel.ForAsync(0, HubConnections, new ParallelOptions { MaxDegreeOfParallelism = Connections },
            async (number, _) => await SendMessagesAsync(service.Address, keys, job.Id, number, failures));

        TestContext.Current.TestOutputHelper?.WriteLine(
            FormattableString.Invariant($"Seed {Seed}: {Requests} requests and {HubConnections} connections of the hub"));
        Assert.True(failures.IsEmpty, string.Join("\n\n", failures.Take(10)));
        Assert.DoesNotContain("unhandled exception", service.Output, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.OK, (await boss.GetAsync("/health/ready")).Status);
    }

    public void Dispose() => data.Dispose();

    private static async Task<string> CreateKeyAsync(Service boss, Scope scope) =>
        (await boss.Client.Access.CreateKeyAsync(new KeyRequest { Scopes = [scope] })).Secret;

    private static void SendRequests(Uri address, Keys keys, int connection, ConcurrentQueue<string> failures)
    {
        using var http = new RawHttpConnection(address);
        for (var number = connection; number < Requests; number += Connections)
        {
            var request = CreateRequest(new Random(Seed + number), keys);
            var response = http.Send(request);
            var body = Encoding.UTF8.GetString(response.Body.Span);
            if (response.Status >= 500 || body.Length > MaximumAnswerBytes || body.Contains("   at ", StringComparison.Ordinal)
                || (response.Status == 200 && request.Header is null && !request.MayReachAnotherRoute))
            {
                failures.Enqueue($"Request {number}: {request}\n  answer: {response.Status} {body[..Math.Min(body.Length, 1_000)]}");
            }
        }
    }

    private static RawHttpRequest CreateRequest(Random random, Keys keys)
    {
        var isPost = random.Next(3) > 0;
        var paths = isPost ? PostPaths : GetPaths;
        var path = string.Format(
            CultureInfo.InvariantCulture, paths[random.Next(paths.Length)], Names[random.Next(Names.Length)], Versions[random.Next(Versions.Length)]);
        var body = Encoding.UTF8.GetBytes(Bodies[random.Next(Bodies.Length)]);
        var length = random.Next(4) == 0 ? $"Inference-Header-Content-Length: {random.Next(-1, 2 * body.Length)}" : null;
        var key = keys.Choose(random) is { } chosen ? $"Authorization: Bearer {chosen}" : null;
        return new RawHttpRequest(isPost ? "POST" : "GET", path)
        {
            ContentType = length is null ? "application/json" : "application/octet-stream",
            MayReachAnotherRoute = path == "/v2/..", // the page, which needs no key
            Header = key is null ? length : length is null ? key : $"{key}\r\n{length}",
            Body = isPost ? (random.Next(10) == 0 ? body : new ByteMutator(random).Mutate(body)) : null,
        };
    }

    private static async Task SendMessagesAsync(Uri address, Keys keys, Guid job, int number, ConcurrentQueue<string> failures)
    {
        var random = new Random(Seed - number - 1);
        string[] messages =
        [
            $$"""{"type":1,"invocationId":"1","target":"Subscribe","arguments":["{{job}}"]}""",
            $$"""{"type":1,"invocationId":"2","target":"Unsubscribe","arguments":["{{job}}"]}""",
            """{"type":1,"invocationId":"3","target":"SubscribeAll","arguments":[]}""",
            $$"""{"type":4,"invocationId":"4","target":"Watch","arguments":["{{job}}",0]}""",
            $$"""{"type":4,"invocationId":"5","target":"Watch","arguments":["{{Guid.Empty}}",-1],"streamIds":["1"]}""",
            """{"type":5,"invocationId":"4"}""", """{"type":2,"invocationId":"4","item":1}""", """{"type":3,"invocationId":"4","error":"e"}""",
            """{"type":6}""", """{"type":7,"error":"e"}""", """{"type":8,"sequenceId":1}""", """{"type":9,"sequenceId":1}""",
        ];
        using var hub = new HubFuzzConnection();
        var key = keys.Choose(random);
        await hub.ConnectAsync(address, key);
        if (hub.Refused is { } status)
        {
            if (key == keys.Reader || key == keys.Admin || status is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden))
            {
                failures.Enqueue($"Connection {number} was refused with {status}.");
            }

            return;
        }

        if (key != keys.Reader && key != keys.Admin)
        {
            failures.Enqueue($"Connection {number} has no right to read, but was accepted.");
        }

        var handshake = """{"protocol":"json","version":1}"""u8.ToArray();
        await hub.SendAsync(random.Next(8) == 0 ? new ByteMutator(random).Mutate(handshake) : handshake, false, random.Next(4) == 0);
        for (var message = 0; message < MessagesPerConnection; message++)
        {
            var body = Encoding.UTF8.GetBytes(messages[random.Next(messages.Length)]);
            await hub.SendAsync(
                random.Next(3) == 0 ? new ByteMutator(random).Mutate(body) : body, isBinary: random.Next(4) == 0, isSplit: random.Next(4) == 0);
        }

        await hub.ReadToEndAsync();
        var received = hub.Received.ToString();
        if (received.Length > MaximumAnswerBytes || received.Contains("   at ", StringComparison.Ordinal))
        {
            failures.Enqueue($"Connection {number} received {received.Length} characters: {received[..Math.Min(received.Length, 1_000)]}");
        }
    }

    private sealed record Keys(string Predictor, string Reader, string Admin)
    {
        /// <summary>Returns a key, which may be wrong, or null for none.</summary>
        public string? Choose(Random random) => random.Next(12) switch
        {
            < 6 => Predictor,
            < 9 => Reader,
            9 => Admin,
            10 => "lml_" + new string('x', random.Next(1, 3_000)),
            _ => null,
        };
    }
}
