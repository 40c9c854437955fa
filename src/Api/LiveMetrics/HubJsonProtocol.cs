using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.ExceptionServices;
using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Options;

namespace LearnML.Api.LiveMetrics;

/// <summary>The JSON protocol of SignalR, which also tells the client which argument of a call is wrong.</summary>
/// <param name="options">The settings of the protocol.</param>
internal sealed class HubJsonProtocol(IOptions<JsonHubProtocolOptions> options) : IHubProtocol
{
    private const byte RecordSeparator = 0x1e;

    private static readonly Dictionary<string, ParameterInfo[]> Parameters = typeof(TrainingHub)
        .GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        .ToDictionary(
            method => method.Name,
            method => method.GetParameters().Where(parameter => parameter.ParameterType != typeof(CancellationToken)).ToArray(),
            StringComparer.OrdinalIgnoreCase);

    private readonly JsonHubProtocol json = new(options);

    public string Name => json.Name;

    public int Version => json.Version;

    public TransferFormat TransferFormat => json.TransferFormat;

    public bool IsVersionSupported(int version) => json.IsVersionSupported(version);

    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) => json.GetMessageBytes(message);

    public void WriteMessage(HubMessage message, IBufferWriter<byte> output) => json.WriteMessage(message, output);

    public bool TryParseMessage(ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message)
    {
        var received = input;
        if (!json.TryParseMessage(ref input, binder, out message))
        {
            return false;
        }

        if (message is InvocationBindingFailureMessage failure && Describe(failure.Target, received) is { } reason)
        {
            // SignalR sends the message of this exception only.
            message = new InvocationBindingFailureMessage(
                failure.InvocationId, failure.Target, ExceptionDispatchInfo.Capture(new HubException(reason)));
        }

        return true;
    }

    /// <summary>Returns which argument of a call is wrong; null if that cannot be said.</summary>
    private string? Describe(string target, ReadOnlySequence<byte> received)
    {
        if (!Parameters.TryGetValue(target, out var parameters) || received.PositionOf(RecordSeparator) is not { } end)
        {
            return null;
        }

        using var call = JsonDocument.Parse(received.Slice(0, end));
        if (!call.RootElement.TryGetProperty("arguments", out var arguments) || arguments.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        return arguments.GetArrayLength() != parameters.Length
            ? $"The method has {Describe(parameters)}, not {arguments.GetArrayLength()}."
            : parameters.Zip(arguments.EnumerateArray()).Where(pair => !CanRead(pair.Second, pair.First.ParameterType))
                .Select(pair => $"The argument '{pair.First.Name}' must be {Describe(pair.First.ParameterType)}.").FirstOrDefault();
    }

    private bool CanRead(JsonElement argument, Type type)
    {
        try
        {
            argument.Deserialize(type, options.Value.PayloadSerializerOptions);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Describe(ParameterInfo[] parameters) => parameters.Length switch
    {
        0 => "no arguments",
        1 => $"1 argument ({parameters[0].Name})",
        _ => $"{parameters.Length} arguments ({string.Join(", ", parameters.Select(parameter => parameter.Name))})",
    };

    private static string Describe(Type type) => type == typeof(Guid) ? "the id of a job" : "an integer";
}
