"""The network of the original program under attribute names of its own, small, for scripts that exchange weights with it."""

from torch import nn

B, W, C, H, E = 2, 6, 3, 5, 4


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer_in = nn.LSTM(C, H, batch_first=True)
        self.layer_embed = nn.LSTM(H, E, batch_first=True)

    def forward(self, x):
        x, _ = self.layer_in(x)
        _, (code, _) = self.layer_embed(x)
        return code[-1]


class Decoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer_code = nn.LSTM(E, H, batch_first=True)
        self.layer_back = nn.LSTM(H, C, batch_first=True)

    def forward(self, code):
        y, _ = self.layer_code(code[:, None, :].repeat(1, W, 1))
        y, _ = self.layer_back(y)
        return y


class Original(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder, self.decoder = Encoder(), Decoder()

    def forward(self, x):
        return self.decoder(self.encoder(x))


def flat(tensor):
    return [float(f"{x:.7g}") for x in tensor.detach().reshape(-1).tolist()]
