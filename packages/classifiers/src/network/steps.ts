/** How parameters move against a gradient: gradient descent with momentum, and Adam. */

/** A rule of steps with a memory of its own. */
export interface StepRule {
  /** Moves the parameters, which are overwritten. */
  move(parameters: Float64Array, gradient: Float64Array): void;
  /** Ends an epoch. @param rows trained on so far, over all epochs */
  endEpoch(rows: number): void;
  /** When nothing improves: takes smaller steps and answers true, or false when training is to end. */
  slowDown(): boolean;
}

/** Settings of gradient descent. */
export interface DescentSettings {
  readonly learningRate: 'constant' | 'invscaling' | 'adaptive';
  readonly learningRateInit: number;
  readonly powerT: number;
  readonly momentum: number;
  readonly nesterovsMomentum: boolean;
}

/**
 * Gradient descent with momentum.
 *
 * Source: Sutskever, Martens, Dahl & Hinton 2013, "On the Importance of Initialization and Momentum in Deep
 * Learning", section 2; the three rules of the learning rate as in scikit-learn.
 */
export function gradientDescent(count: number, settings: DescentSettings): StepRule {
  const { learningRate: rule, learningRateInit, momentum, nesterovsMomentum, powerT } = settings;
  const velocity = new Float64Array(count);
  let rate = learningRateInit;
  return {
    move(parameters, gradient) {
      for (let i = 0; i < count; i++) {
        velocity[i] = momentum * velocity[i] - rate * gradient[i];
        parameters[i] += nesterovsMomentum
          ? momentum * velocity[i] - rate * gradient[i]
          : velocity[i];
      }
    },
    endEpoch(rows) {
      if (rule === 'invscaling') rate = learningRateInit / (rows + 1) ** powerT;
    },
    slowDown() {
      if (rule !== 'adaptive' || rate <= 1e-6) return false;
      rate /= 5;
      return true;
    },
  };
}

/** Settings of Adam. */
export interface AdamSettings {
  readonly learningRateInit: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

/** Source: Kingma & Ba 2015, "Adam: A Method for Stochastic Optimization", end of section 2. */
export function adam(count: number, settings: AdamSettings): StepRule {
  const { learningRateInit, beta1, beta2, epsilon } = settings;
  const [first, second] = [new Float64Array(count), new Float64Array(count)];
  let steps = 0;
  return {
    move(parameters, gradient) {
      steps++;
      const rate = (learningRateInit * Math.sqrt(1 - beta2 ** steps)) / (1 - beta1 ** steps);
      for (let i = 0; i < count; i++) {
        const slope = gradient[i];
        first[i] = beta1 * first[i] + (1 - beta1) * slope;
        second[i] = beta2 * second[i] + (1 - beta2) * slope * slope;
        parameters[i] -= (rate * first[i]) / (Math.sqrt(second[i]) + epsilon);
      }
    },
    endEpoch() {},
    slowDown: () => false,
  };
}
