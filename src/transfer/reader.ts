// Reads the source of a transfer function: walks its syntax over an algebra, and says in which place it leaves the subset.
import type { Node, Statement } from 'ts-morph';
import { DendraError } from '../ir/index.ts';
import type { Algebra, Callee } from './algebra.ts';
import { Arguments, builtins, mathBuiltins, numberOf } from './builtins.ts';
import { callTransfer } from './calls.ts';
import { dyadic, isExactLiteral } from './dyadic.ts';
import { binary, hintFor } from './operators.ts';
import { Scope } from './scope.ts';
import { type Meaning, morph, placeOf, resolveName } from './source.ts';
import { field, isFunction, recursion, refused, scalar, short, undefinedName, unknownName, wrong } from './syntax.ts';
import { describeKind, exactNumber, merge, truthOf, type Value } from './value.ts';

/** The transfer function that the call at this node made. */
export type CalleeAt = (call: Node) => Callee | undefined;

/** Walks functions over one algebra. */
export class Reader<V> {
  readonly #algebra: Algebra<V>;
  readonly #calleeAt: CalleeAt;
  /** Functions and constants that are being read, to find those that need themselves. */
  readonly #open: Node[] = [];
  readonly #meanings = new Map<Node, Map<string, Meaning | undefined>>();

  constructor(algebra: Algebra<V>, calleeAt: CalleeAt) {
    this.#algebra = algebra;
    this.#calleeAt = calleeAt;
  }

  /** The result of a function's syntax for arguments. */
  apply(fn: Node, args: readonly Value<V>[]): Value<V> {
    const { Node: is } = morph();
    if (!is.isArrowFunction(fn) && !is.isFunctionExpression(fn) && !is.isFunctionDeclaration(fn)) {
      throw wrong(fn, 'a transfer function', 'written as a function', `\`${short(fn)}\``);
    }
    if (fn.isAsync() || (!is.isArrowFunction(fn) && fn.isGenerator())) {
      throw wrong(fn, 'a transfer function', 'an ordinary function', fn.isAsync() ? 'an async one' : 'a generator');
    }
    return this.#once(fn, () => {
      const scope = new Scope<V>(fn);
      fn.getParameters().forEach((parameter, index) => {
        if (parameter.isRestParameter() || parameter.hasInitializer()) {
          throw wrong(parameter, 'a parameter', 'without a default and no rest', `\`${short(parameter)}\``);
        }
        const value = args[index];
        if (value === undefined) throw wrong(parameter, 'a parameter', 'given by the call', 'left out');
        this.#bind(parameter.getNameNode(), value, scope);
      });
      const body = fn.getBody();
      if (body === undefined) throw wrong(fn, 'a transfer function', 'one with a body', 'a declaration alone');
      if (!is.isBlock(body)) return this.#value(body, scope);
      return this.#block(body.getStatements(), scope, body);
    });
  }

  /** What a name means at a place, looked up once. */
  #resolve(name: string, from: Node): Meaning | undefined {
    const known = this.#meanings.get(from) ?? new Map<string, Meaning | undefined>();
    this.#meanings.set(from, known);
    if (!known.has(name)) known.set(name, resolveName(name, from));
    return known.get(name);
  }

  /** Runs while the node is open; a node that is open already needs itself. */
  #once(node: Node, run: () => Value<V>): Value<V> {
    if (this.#open.includes(node)) {
      throw recursion();
    }
    this.#open.push(node);
    try {
      return run();
    } finally {
      this.#open.pop();
    }
  }

  /** Gives names to a value, or to the fields of an object. */
  #bind(target: Node, value: Value<V>, scope: Scope<V>): void {
    const { Node: is } = morph();
    if (is.isIdentifier(target)) {
      const name = target.getText();
      const named =
        value.kind === 'number' ? ({ kind: 'number', x: this.#algebra.label(value.x, name) } as const) : value;
      scope.values.set(name, named);
      return;
    }
    if (!is.isObjectBindingPattern(target))
      throw wrong(target, 'a name', 'an identifier or { ... }', `\`${short(target)}\``);
    for (const element of target.getElements()) {
      if (element.getDotDotDotToken() !== undefined || element.hasInitializer()) {
        throw wrong(element, 'a name in { ... }', 'without a default and no rest', `\`${short(element)}\``);
      }
      const key = element.getPropertyNameNode()?.getText() ?? element.getName();
      this.#bind(element.getNameNode(), field(value, key, element), scope);
    }
  }

  #block(statements: readonly Statement[], scope: Scope<V>, end: Node): Value<V> {
    const { Node: is } = morph();
    for (const [index, statement] of statements.entries()) {
      if (is.isReturnStatement(statement)) {
        const result = statement.getExpression();
        if (result === undefined) throw wrong(statement, 'a return', 'with a value', 'without one');
        return this.#value(result, scope);
      }
      if (is.isIfStatement(statement)) {
        const rest = statements.slice(index + 1);
        const branch = (own: Statement | undefined, more: readonly Statement[]): Value<V> => {
          const block = own === undefined ? [] : is.isBlock(own) ? own.getStatements() : [own];
          return this.#block([...block, ...more], new Scope(scope.from, scope), own ?? end);
        };
        return this.#choose(
          this.#condition(statement.getExpression(), scope),
          () => branch(statement.getThenStatement(), []),
          () => branch(statement.getElseStatement(), rest),
          statement,
        );
      }
      if (!is.isVariableStatement(statement)) throw refused(statement);
      if (statement.getDeclarationKind() !== 'const') {
        const hint = 'give each value a name of its own';
        throw wrong(statement, 'a local', 'declared with const', `with ${statement.getDeclarationKind()}`, hint);
      }
      for (const declaration of statement.getDeclarations()) {
        this.#bind(declaration.getNameNode(), this.#value(declaration.getInitializerOrThrow(), scope), scope);
      }
    }
    throw wrong(
      end,
      'every way through a function',
      'one that ends in a return',
      'one that goes on behind the function',
    );
  }

  /** The value of an expression; what goes wrong inside it is said to be at its place. */
  #value(node: Node, scope: Scope<V>): Value<V> {
    try {
      return this.#evaluate(node, scope);
    } catch (error) {
      throw error instanceof DendraError ? error.at({ file: placeOf(node) }) : error;
    }
  }

  #evaluate(node: Node, scope: Scope<V>): Value<V> {
    const { Node: is } = morph();
    const algebra = this.#algebra;
    if (
      is.isParenthesizedExpression(node) ||
      is.isAsExpression(node) ||
      is.isSatisfiesExpression(node) ||
      is.isNonNullExpression(node)
    ) {
      return this.#value(node.getExpression(), scope);
    }
    if (is.isNumericLiteral(node)) {
      const text = node.getText();
      const value = Number(text.replaceAll('_', ''));
      return scalar(algebra.constant(isExactLiteral(text) ? dyadic(value) : exactNumber(value)));
    }
    if (is.isTrueLiteral(node) || is.isFalseLiteral(node)) return scalar(truthOf(algebra, is.isTrueLiteral(node)));
    if (is.isStringLiteral(node)) return { kind: 'text', text: node.getLiteralText() };
    if (is.isIdentifier(node)) return this.#named(node, scope);
    if (is.isPrefixUnaryExpression(node))
      return this.#unary(/^[-+!~]+/.exec(node.getText())![0], node.getOperand(), node, scope);
    if (is.isBinaryExpression(node)) {
      return this.#binary(node.getOperatorToken().getText(), node.getLeft(), node.getRight(), node, scope);
    }
    if (is.isConditionalExpression(node)) {
      return this.#choose(
        this.#condition(node.getCondition(), scope),
        () => this.#value(node.getWhenTrue(), scope),
        () => this.#value(node.getWhenFalse(), scope),
        node,
      );
    }
    if (is.isCallExpression(node)) return this.#call(node.getExpression(), node.getArguments(), node, scope);
    if (is.isPropertyAccessExpression(node)) {
      return field(this.#value(node.getExpression(), scope), node.getName(), node);
    }
    if (is.isArrayLiteralExpression(node)) {
      return { kind: 'list', items: node.getElements().map((item) => this.#value(item, scope)) };
    }
    if (is.isObjectLiteralExpression(node)) {
      const fields = node.getProperties().map((property): [string, Value<V>] => {
        if (is.isShorthandPropertyAssignment(property)) {
          return [property.getName(), this.#named(property.getNameNode(), scope)];
        }
        if (!is.isPropertyAssignment(property))
          throw wrong(property, 'a field', 'name: value', `\`${short(property)}\``);
        return [property.getName(), this.#value(property.getInitializerOrThrow(), scope)];
      });
      return { kind: 'object', fields: Object.fromEntries(fields) };
    }
    throw wrong(node, 'an expression', 'arithmetic, a comparison, ?: or a call', `\`${short(node)}\``);
  }

  /** The meaning of a name: a local, or a constant of the module. */
  #named(node: Node, scope: Scope<V>): Value<V> {
    const name = node.getText();
    const local = scope.find(name);
    if (local !== undefined) return local;
    const meaning = this.#resolve(name, scope.from);
    if (meaning?.kind === 'value') {
      const callee = this.#calleeAt(meaning.node);
      if (callee !== undefined) return { kind: 'function', callee };
      return this.#once(meaning.node, () => this.#value(meaning.node, new Scope(meaning.node)));
    }
    if (meaning === undefined) throw undefinedName(node, [...scope.names(), ...Object.keys(builtins)]);
    throw unknownName(node, meaning.kind === 'other' ? meaning.text : 'a function of dendra', scope.names());
  }

  #condition(node: Node, scope: Scope<V>): V {
    const value = this.#value(node, scope);
    if (value.kind === 'number' && this.#algebra.isTruth(value.x)) return value.x;
    const given = describeKind(this.#algebra, value);
    throw wrong(node, 'a condition', 'a comparison', given, 'write x !== 0');
  }

  /** Both values, fields of objects one by one; only one of them is read where the condition is a constant. */
  #choose(condition: V, yes: () => Value<V>, no: () => Value<V>, node: Node): Value<V> {
    const known = this.#algebra.constantOf(condition);
    if (known !== undefined) return known.code === 1n ? yes() : no();
    const [a, b] = [yes(), no()];
    try {
      return merge(this.#algebra, condition, a, b);
    } catch (error) {
      throw error instanceof DendraError ? error.at({ file: placeOf(node) }) : error;
    }
  }

  #unary(operator: string, operand: Node, node: Node, scope: Scope<V>): Value<V> {
    const algebra = this.#algebra;
    if (operator === '!') return scalar(algebra.not(this.#condition(operand, scope)));
    if (operator !== '-' && operator !== '+') {
      throw wrong(node, 'an operator', '- or ! in front of a value', `\`${short(node)}\``);
    }
    const x = numberOf(algebra, this.#value(operand, scope), `the operand of ${operator}`);
    return scalar(operator === '+' ? x : algebra.sub(algebra.constant({ code: 0n, frac: 0 }), x));
  }

  #binary(operator: string, left: Node, right: Node, node: Node, scope: Scope<V>): Value<V> {
    if (operator === '&&' || operator === '||') {
      const [a, b] = [this.#condition(left, scope), this.#condition(right, scope)];
      return scalar(operator === '&&' ? this.#algebra.and(a, b) : this.#algebra.or(a, b));
    }
    const result = binary(this.#algebra, operator, this.#value(left, scope), this.#value(right, scope));
    if (result !== undefined) return scalar(result);
    const known = 'one of + - * / ** << >> & < <= > >= === !== && ||';
    throw wrong(node, 'an operator', known, operator, hintFor(operator));
  }

  #call(callee: Node, args: readonly Node[], node: Node, scope: Scope<V>): Value<V> {
    const { Node: is } = morph();
    const values = (): Value<V>[] => args.map((arg) => this.#value(arg, scope));
    if (is.isPropertyAccessExpression(callee) && callee.getExpression().getText() === 'Math') {
      const builtin = mathBuiltins[callee.getName()];
      if (builtin !== undefined) return builtin(new Arguments(this.#algebra, callee.getText(), values()));
      const exact = Object.keys(mathBuiltins).join(', ');
      const hint = 'take a table of it: approximate()';
      throw wrong(callee, 'a function of Math', `an exact one, of ${exact}`, callee.getName(), hint);
    }
    if (!is.isIdentifier(callee)) throw wrong(callee, 'a call', 'of a function by its name', `\`${short(callee)}\``);
    const name = callee.getText();
    const known = scope.find(name);
    const meaning = known === undefined ? this.#resolve(name, scope.from) : undefined;
    if (meaning?.kind === 'dendra') {
      const builtin = builtins[meaning.name];
      if (builtin === undefined)
        throw wrong(callee, 'a function of dendra', `one of ${Object.keys(builtins).join(', ')}`, name);
      const given = meaning.name === 'quantise' ? this.#quantised(args, scope) : values();
      return builtin(new Arguments(this.#algebra, name, given));
    }
    if (meaning?.kind === 'value' && this.#calleeAt(meaning.node) === undefined && isFunction(meaning.node)) {
      return this.apply(meaning.node, values());
    }
    const value = known ?? this.#named(callee, scope);
    if (value.kind !== 'function')
      throw wrong(callee, 'a call', 'of a function', `of ${describeKind(this.#algebra, value)}`);
    return callTransfer(this.#algebra, value.callee, values(), node);
  }

  /** Arguments of quantise: its first one may be a literal that is not exact, since it says how that rounds. */
  #quantised([first, ...rest]: readonly Node[], scope: Scope<V>): Value<V>[] {
    const { Node: is } = morph();
    const literal = /^(-?)\s*([\d._]+(?:[eE][-+]?\d+)?)$/.exec(first?.getText() ?? '');
    if (first === undefined || literal === null)
      return [first, ...rest].flatMap((arg) => (arg === undefined ? [] : [this.#value(arg, scope)]));
    const value = Number(`${literal[1]}${literal[2]!.replaceAll('_', '')}`);
    const x =
      is.isNumericLiteral(first) || is.isPrefixUnaryExpression(first)
        ? this.#algebra.constant(dyadic(value))
        : undefined;
    return [x === undefined ? this.#value(first, scope) : scalar(x), ...rest.map((arg) => this.#value(arg, scope))];
  }
}
