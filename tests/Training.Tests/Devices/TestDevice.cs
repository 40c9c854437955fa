using LearnML.Training.Devices;
using TorchSharp;

namespace LearnML.Training.Tests.Devices;

/// <summary>The device that the tests train on: <c>LearnML__Device</c>, otherwise the first GPU if there is one.</summary>
internal static class TestDevice
{
    public static string Name { get; } = TorchDevices.Resolve(Environment.GetEnvironmentVariable("LearnML__Device") ?? "auto")
        ?? throw new InvalidOperationException(
            $"LearnML__Device is not a device of this machine. The devices are auto, {string.Join(", ", TorchDevices.All)}.");

    public static torch.Device Torch { get; } = TorchDevices.ToTorchDevice(Name);
}
